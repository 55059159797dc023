"""Paths of the union tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.lib.paths import ROOT, ancestors, child_path, depth, is_within, moved, numbers

trails = st.lists(st.integers(1, 10**12), min_size=1, max_size=8, unique=True)


def path_of(trail: list[int]) -> str:
    path = ROOT
    for number in trail:
        path = child_path(path, number)
    return path


@given(trails)
def test_path_tells_the_way_down(trail: list[int]) -> None:
    path = path_of(trail)
    assert numbers(path) == trail
    assert depth(path) == len(trail)
    assert ancestors(path) == [path_of(trail[:level]) for level in range(1, len(trail))]


@given(trails, trails)
def test_within_means_the_same_way_down_at_first(one: list[int], other: list[int]) -> None:
    assert is_within(path_of(one), path_of(other)) == (one[: len(other)] == other)


def test_number_that_begins_alike_is_not_within() -> None:
    assert not is_within("1/234/", "1/23/")
    assert is_within("1/23/", "1/23/")


@given(st.lists(trails, min_size=1, max_size=20))
def test_order_by_path_keeps_each_subtree_in_one_piece_below_its_top(trails_: list[list[int]]) -> None:
    paths = sorted({path_of(trail[:end]) for trail in trails_ for end in range(1, len(trail) + 1)})
    for top in paths:
        places = [place for place, path in enumerate(paths) if is_within(path, top)]
        assert places == list(range(paths.index(top), paths.index(top) + len(places)))


@given(trails)
def test_path_has_no_wildcard_of_like(trail: list[int]) -> None:
    assert set(path_of(trail)) <= set("0123456789/")


def test_unit_takes_its_subtree_along() -> None:
    assert moved("1/2/3/4/", old="1/2/3/", new="1/9/3/") == "1/9/3/4/"
    assert moved("1/2/3/", old="1/2/3/", new="3/") == "3/"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [("1/2/", "1/3/", "1/4/"), ("1/2/5/", "1/2/", "1/2/5/2/"), ("1/23/", "1/2/", "2/")],
)
def test_move_into_itself_or_of_a_stranger_is_refused(path: str, old: str, new: str) -> None:
    with pytest.raises(ValueError, match="cannot move"):
        moved(path, old=old, new=new)


@pytest.mark.parametrize(
    ("parent", "number"), [("1/2", 3), ("1/2/", 0), ("1/2/", -1), ("1/2/", 1), ("a/", 1)]
)
def test_what_is_no_path_gets_no_child(parent: str, number: int) -> None:
    with pytest.raises(ValueError, match=r"not a|not the|below itself|invalid literal"):
        child_path(parent, number)
