"""For the walk over all pages: arguments for a row that belongs to a given unit, phone or holder."""

from maudao.drives.walk import booking, centre, check_in, colleagues, counting, manage, notices, staff

_TOPICS = (manage, booking, colleagues, check_in, counting, centre, staff, notices)

ARGUMENTS = {name: make for topic in _TOPICS for name, make in topic.ARGUMENTS.items()}
PROVEN = {name: make for topic in _TOPICS for name, make in topic.PROVEN.items()}
HOLDERS = {name: make for topic in _TOPICS for name, make in topic.HOLDERS.items()}
