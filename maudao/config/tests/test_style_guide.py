import pytest
from django.test import Client
from django.urls import reverse

from maudao.config.style_guide import TEMPLATES
from maudao.config.style_guide_examples import PIECES

PARTS = {
    "head",
    "drop",
    "icon",
    "navigation-item",
    "bar",
    "user-menu",
    "unit-switcher",
    "languages",
    "footer",
}
INSIDE_OTHERS = {"table-row", "fields", "form-errors", "percent"}


def test_every_piece_has_its_page() -> None:
    files = {path.stem.removeprefix("_").replace("_", "-") for path in (TEMPLATES / "pieces").glob("_*.html")}
    assert files - PARTS - INSIDE_OTHERS == set(PIECES)


def test_every_piece_says_what_context_it_takes() -> None:
    silent = [
        path.name
        for path in (TEMPLATES / "pieces").glob("_*.html")
        if not path.read_text(encoding="utf-8").startswith(("{#", "{% comment %}"))
    ]
    assert silent == []


@pytest.mark.django_db
@pytest.mark.parametrize("slug", PIECES)
def test_a_piece_is_shown_with_its_documentation(client: Client, slug: str) -> None:
    page = client.get(reverse("style_guide_piece", args=[slug]))
    assert page.status_code == 200
    assert page.context["doc"]


@pytest.mark.django_db
def test_an_unknown_piece_is_not_found(client: Client) -> None:
    assert client.get(reverse("style_guide_piece", args=["no-such-piece"])).status_code == 404
