"""For the walk over all pages: arguments for a row that belongs to a given unit, phone or holder."""

from maudao.donors.walk import imports, own, people, self_check

_TOPICS = (self_check, people, imports, own)

ARGUMENTS = {name: make for topic in _TOPICS for name, make in topic.ARGUMENTS.items()}
PROVEN = {name: make for topic in _TOPICS for name, make in topic.PROVEN.items()}
HOLDERS = {name: make for topic in _TOPICS for name, make in topic.HOLDERS.items()}
