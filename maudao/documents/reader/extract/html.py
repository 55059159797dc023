"""Web pages: the text without scripts and menus, one block a line, a table's row in one line."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from maudao.documents.reader.extract.model import (
    MAX_HTML_BYTES,
    Extracted,
    UnreadableDocument,
    broken_document,
)
from maudao.documents.reader.extract.plain import decode

_DROPPED = {
    "script",
    "style",
    "nav",
    "footer",
    "aside",
    "form",
    "noscript",
    "iframe",
    "svg",
    "select",
    "button",
    "template",
    "head",
    "object",
    "video",
    "audio",
    "canvas",
    "option",
    "textarea",
    "input",
    "map",
}
_BLOCKS = {
    "p",
    "div",
    "li",
    "br",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "ul",
    "ol",
    "section",
    "article",
    "header",
    "main",
    "hr",
    "blockquote",
    "pre",
    "dd",
    "dt",
    "dl",
    "figcaption",
    "figure",
    "center",
    "address",
    "tbody",
    "thead",
    "td",
    "th",
    "caption",
    "title",
}
_CELLS = {"td", "th"}
_MENU = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|breadcrumbs?|sidebar|related|comments?|footer|share|social"
    r"|widget|banner|advert\w*|ads|pagination|toolbar|tags?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_PROLOGUE = re.compile(
    r"<\?xml[^>]{0,200}\?>|<!DOCTYPE[^>\[]{0,400}(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL
)


def read_html(data: bytes) -> Extracted:
    """Take the text out of a web page.

    Raises:
        UnreadableDocument: the page is too large or has no content.
    """
    if len(data) > MAX_HTML_BYTES:
        raise UnreadableDocument(
            "too_large", "Trang HTML lớn hơn 4 MB. Hãy chép riêng phần văn bản rồi dán vào."
        )
    declared = _CHARSET.search(data[:4096])
    text, notes = decode(data, declared=declared[1].decode("ascii", "replace") if declared else None)
    return Extracted(_text_of(_parse(text)), "html", notes=notes)


def _parse(text: str) -> etree._Element:
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    head, rest = text[:4096], text[4096:]
    try:
        return lxml_html.document_fromstring(_PROLOGUE.sub("", head, count=2) + rest, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise broken_document("HTML") from error


def _text_of(root: etree._Element) -> str:
    pieces: list[str] = []
    skipping: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipping is not None:
            if event == "end" and element is skipping:
                skipping = None
                pieces.append(element.tail or "")
            continue
        if event == "start" and _is_dropped(element):
            skipping = element
            continue
        pieces += _pieces(event, element)
    return _tidy("".join(pieces))


def _is_dropped(element: etree._Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return True
    if tag not in {"div", "ul", "ol", "section", "table", "header"}:
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_MENU.search(names)) and not re.search(
        r"content|article|body|detail|noidung|main", names, re.IGNORECASE
    )


def _pieces(event: str, element: etree._Element) -> Iterator[str]:
    tag = str(element.tag)
    if event == "start":
        if tag in _BLOCKS:
            yield "\n"
        yield re.sub(r"\s+", " ", element.text or "") if tag != "pre" else element.text or ""
        return
    if tag in _CELLS:
        yield " |"
    elif tag in _BLOCKS and tag != "br":
        yield "\n"
    yield re.sub(r"\s+", " ", element.tail or "")


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_join_cells(lines))).strip()


def _join_cells(lines: list[str]) -> Iterator[str]:
    """Write a table's cells one a line, and drop the marks of empty ones."""
    for line in lines:
        yield "" if re.fullmatch(r"[| ]+", line) else line
