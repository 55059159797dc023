import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.documents.writer.blocks import (
    Appendix,
    BadDocument,
    Bullets,
    HeaderGroup,
    Heading,
    Numbered,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    Table,
)

from . import make

PNG = b"\x89PNG\r\n\x1a\n"

words = st.text(max_size=30)
runs = st.lists(st.builds(Run, text=words, bold=st.booleans(), italic=st.booleans()), max_size=3).map(tuple)
texts = words | runs
items = st.lists(texts, max_size=3).map(tuple)
aligns = st.sampled_from(("left", "center", "right"))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    header = draw(st.lists(words, min_size=1, max_size=4))
    return Table(
        header=tuple(header),
        rows=draw(st.lists(st.lists(words, max_size=5).map(tuple), max_size=3).map(tuple)),
        widths=tuple(draw(st.lists(st.floats(1, 9), min_size=len(header), max_size=len(header)))),
        align=tuple(draw(st.lists(aligns, min_size=len(header), max_size=len(header)))),
        groups=draw(st.sampled_from(((), (HeaderGroup("Nhóm", 0, len(header) - 1),)))),
        total_row=draw(st.sampled_from(((), ("Tổng",)))),
        bold_rows=draw(st.sampled_from(((), (0,)))),
        caption=draw(words),
    )


blocks = st.lists(
    st.builds(Heading, text=words, level=st.integers(1, 3))
    | st.builds(Paragraph, text=texts, align=st.none() | aligns)
    | st.builds(Bullets, items=items)
    | st.builds(Numbered, items=items, marker=st.sampled_from(("1.", "1)", "a)")), start=st.integers(1, 99))
    | st.builds(PageBreak)
    | tables(),
    max_size=4,
).map(tuple)
images = st.none() | st.binary(max_size=20).map(lambda rest: PNG + rest)
documents = st.builds(
    OfficialDocument,
    issuer=words,
    symbol=words,
    place=words,
    subject=words,
    parent_issuer=words,
    number=st.none() | st.integers(1, 9999),
    issued_on=st.none() | st.dates(),
    kind=st.none() | words,
    urgency=st.none() | st.sampled_from(("KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")),
    addressees=st.lists(words, max_size=3).map(tuple),
    bases=st.lists(words, max_size=3).map(tuple),
    body=blocks,
    signature=st.none()
    | st.builds(Signature, title=words, name=words, signature_image=images, seal_image=images),
    recipients=st.lists(words, max_size=3).map(tuple),
    appendices=st.lists(
        st.builds(Appendix, title=words, blocks=blocks, number=st.none() | st.integers(1, 30)), max_size=2
    ).map(tuple),
)


@given(documents)
def test_a_document_comes_back_from_json_as_it_was(document: OfficialDocument) -> None:
    stored = json.loads(json.dumps(document.to_json()))

    assert OfficialDocument.from_json(stored) == document


@given(st.text())
def test_what_is_stored_is_text_that_postgresql_takes(text: str) -> None:
    stored = json.dumps(make.report(subject=text).to_json(), ensure_ascii=False)

    assert "\\u0000" not in stored
    stored.encode()  # a lone surrogate would raise


def test_text_becomes_nfc_without_control_characters() -> None:
    assert Paragraph("Ho\u0300a\x00 bi\u0300nh\x1b\t\r\nhai\ud800").text == "Hòa bình \nhai"


def test_lists_become_tuples_so_that_equal_documents_are_equal() -> None:
    assert Bullets(["một", "hai"]) == Bullets(("một", "hai"))  # type: ignore[arg-type]


def test_a_field_that_is_missing_in_json_takes_its_default() -> None:
    stored = make.report().to_json()
    del stored["urgency"], stored["appendices"]

    assert OfficialDocument.from_json(stored) == make.report()


@pytest.mark.parametrize(
    "change",
    [
        {"part": "Run", "text": "chữ"},
        {"part": "Nothing"},
        {"unknown": 1},
        {"issued_on": "31/02/2026"},
        {"body": [{"part": "Table", "header": []}]},
    ],
)
def test_json_that_is_no_document_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadDocument):
        OfficialDocument.from_json({**make.report().to_json(), **change})


def test_a_date_is_stored_in_iso_form() -> None:
    assert make.report(issued_on=date(2026, 2, 5)).to_json()["issued_on"] == "2026-02-05"


@pytest.mark.parametrize(
    "given_parts",
    [
        {"header": ()},
        {"header": ("a", "b"), "widths": (1,)},
        {"header": ("a", "b"), "align": ("left",)},
        {"header": ("a",), "widths": (0,)},
        {"header": ("a", "b"), "groups": (HeaderGroup("x", 1, 2),)},
        {"header": ("a", "b"), "groups": (HeaderGroup("x", 0, 1), HeaderGroup("y", 1, 1))},
    ],
)
def test_a_table_whose_parts_do_not_fit_is_refused(given_parts: dict[str, object]) -> None:
    with pytest.raises(BadDocument):
        Table(**given_parts)  # type: ignore[arg-type]


def test_rows_are_filled_up_or_cut_to_the_header() -> None:
    table = Table(("a", "b"))

    assert table.full_row(("1",)) == ("1", "")
    assert table.full_row(("1", "2", "3")) == ("1", "2")


def test_an_image_that_is_not_png_is_refused() -> None:
    with pytest.raises(BadDocument):
        Signature("CHỦ TỊCH", seal_image=b"GIF89a")
