"""What a host reads of who is told."""

import pytest

from maudao.drives.queries.drives import ToTell
from maudao.drives.rules.telling import Delivery
from maudao.drives.views.telling_words import forewarning, told_sentence


def test_each_way_of_being_told_has_words_of_its_own() -> None:
    for words in (
        {forewarning(ToTell(3, 0), when).title for when in Delivery},
        {told_sentence(ToTell(3, 0), when) for when in Delivery},
    ):
        assert len(words) == 3
        assert all("3 " in said for said in words)


def test_who_moves_a_drive_at_night_is_told_that_the_new_day_may_be_near() -> None:
    told = ToTell(3, 0)
    said = [forewarning(told, Delivery.MORNING, moves=moves).text for moves in (False, True)]
    assert said[0] != said[1]


@pytest.mark.parametrize("when", list(Delivery))
def test_nothing_is_said_of_messages_where_nobody_has_a_phone(when: Delivery) -> None:
    assert forewarning(ToTell(0, 2), when).title == ""
    assert forewarning(ToTell(0, 2), when) != forewarning(ToTell(0, 0), when)
