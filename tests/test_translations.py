"""The English catalogue: complete, true to its placeholders, compiled, and shown on a page.

Made anew by `makemessages -l en` in `maudao/`, then `compilemessages`; both files are committed.
"""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation.template import templatize

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import make

PRODUCT = Path(__file__).resolve().parents[1] / "maudao"
CATALOGUE = PRODUCT / "config" / "locale" / "en" / "LC_MESSAGES" / "django.po"

_FIELD = re.compile(r'^(msg[a-z_]+(?:\[\d\])?)((?:\s+"(?:[^"\\]|\\.)*")+)', re.MULTILINE)
_CALL = re.compile(r"""\b(?:gettext|ngettext|_)\(u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")
_WRAPPERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}

Entry = dict[str, str]


def entries() -> list[Entry]:
    """Return the catalogue's messages, without its header."""
    blocks = CATALOGUE.read_text().split("\n\n")
    found = [
        {name: str(ast.literal_eval(f"({quoted})")) for name, quoted in _FIELD.findall(block)}
        for block in blocks
    ]
    return [entry for entry in found if entry.get("msgid")]


def english(entry: Entry) -> list[str]:
    """Return the English text of a message, or its two forms."""
    return [text for name, text in entry.items() if name.startswith("msgstr")]


def placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))


def template_messages() -> Iterator[str]:
    """Return what templates wrap, as Django reads it for xgettext."""
    for pattern in ("*.html", "*.txt"):
        for template in PRODUCT.glob(f"**/templates/**/{pattern}"):
            for quoted in _CALL.findall(templatize(template.read_text())):
                yield ast.literal_eval(quoted)


def python_messages() -> Iterator[str]:
    """Return the literals that Python code wraps."""
    for source in PRODUCT.rglob("*.py"):
        if "tests" not in source.parts:
            yield from _wrapped(ast.parse(source.read_text()))


def _wrapped(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]):
                if name in _WRAPPERS:
                    yield text


def test_every_message_has_an_english_text() -> None:
    assert [entry["msgid"] for entry in entries() if not all(english(entry))] == []
    assert "#, fuzzy" not in CATALOGUE.read_text()


def test_placeholders_of_a_message_and_its_english_text_agree() -> None:
    unlike = [
        (entry["msgid"], text)
        for entry in entries()
        for text in english(entry)
        if placeholders(text)
        not in [placeholders(entry[name]) for name in ("msgid", "msgid_plural") if name in entry]
    ]
    assert unlike == []


@pytest.mark.parametrize("messages", [template_messages, python_messages])
def test_everything_that_is_wrapped_is_in_the_catalogue(messages) -> None:  # type: ignore[no-untyped-def]
    found = set(messages())
    assert len(found) > 100  # else the search itself is broken
    assert found - {entry["msgid"] for entry in entries()} == set()


def test_the_compiled_catalogue_says_what_the_source_says() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in entries():
        if "msgid_plural" in entry:
            said = [compiled.ngettext(entry["msgid"], entry["msgid_plural"], count) for count in (1, 2)]
        elif "msgctxt" in entry:
            said = [compiled.pgettext(entry["msgctxt"], entry["msgid"])]
        else:
            said = [compiled.gettext(entry["msgid"])]
        assert said == english(entry)


@pytest.fixture
def _vietnamese_afterwards() -> Iterator[None]:
    """Leave the thread in Vietnamese: a request leaves its language active."""
    with translation.override("vi"):
        yield


@pytest.mark.usefixtures("_vietnamese_afterwards")
def test_the_desk_speaks_english_to_who_chooses_it(
    client: Client, union: Union, commune_officer: User
) -> None:
    make.launched(union.province)
    client.force_login(commune_officer)
    desk = reverse("desk", kwargs={"code": union.commune.code})
    assert '<html lang="vi">' in client.get(desk).content.decode()
    client.post(reverse("set_language"), {"language": "en", "next": desk})
    page = client.get(desk).content.decode()
    assert '<html lang="en">' in page
    assert f"Today, {timezone.localdate():%d/%m/%Y}:" in page
    assert "Acknowledge a campaign" in page
