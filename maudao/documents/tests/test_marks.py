"""Marking the places of values in a text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from maudao.documents.marks import Place, clause, marked_text, places_of


def test_a_place_is_marked_and_can_be_jumped_to():
    assert (
        marked_text("Số: 12/HD", [Place(4, 9, "number")])
        == 'Số: <mark id="span-number" data-span="number">12/HD</mark>'
    )


def test_text_is_escaped():
    assert marked_text("<b>&", []) == "&lt;b&gt;&amp;"


def test_a_place_within_another_is_nested():
    marked = marked_text("abcdef", [Place(0, 6, "whole"), Place(2, 4, "part")])
    assert re.sub(r' (id|data-span)="[^"]*"', "", marked) == "<mark>ab<mark>cd</mark>ef</mark>"


def test_crossing_places_are_cut_and_keep_their_reference():
    marked = marked_text("abcdef", [Place(0, 4, "one"), Place(2, 6, "two")])
    assert marked.count('data-span="two"') == 2
    assert marked.count('id="span-two"') == 1


def test_spans_outside_the_text_are_left_out():
    assert places_of({"/number": [0, 99], "/date": [3, 3], "/issuer": [0, 2]}, length=5) == [
        Place(0, 2, "issuer")
    ]


def test_a_long_clause_is_cut_at_a_word():
    assert clause("một hai ba bốn", [0, 14], longest=9) == "một hai …"


@given(
    st.text(alphabet="ab<&\n", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from("pqrst")), max_size=8),
)
def test_marks_are_balanced_and_no_letter_is_lost(text, drawn):
    places = places_of({f"/{name}/{n}": [a, b] for n, (a, b, name) in enumerate(drawn)}, length=len(text))
    marked = marked_text(text, places)
    depth = 0
    for tag in re.findall(r"</?mark", marked):
        depth += 1 if tag == "<mark" else -1
        assert depth >= 0
    assert depth == 0
    plain = re.sub(r"</?mark[^>]*>", "", marked)
    assert plain.replace("&lt;", "<").replace("&amp;", "&") == text
    for place in places:
        assert marked.count(f'id="span-{place.reference}"') == 1
