"""The living style guide: every piece of the templates with its words, its context and its states."""

import re
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maudao.config.style_guide_examples import PIECES, Example, Piece

TEMPLATES = Path(__file__).parent / "templates"
COMMENT = re.compile(r"{% comment %}(.*?){% endcomment %}|{#(.*?)#}", re.DOTALL)


def style_guide(request: HttpRequest, piece: str | None = None) -> HttpResponse:
    """Show the list of pieces, or one piece in all its states."""
    if piece is None:
        return render(request, "style_guide/index.html", {"pieces": PIECES})
    if piece not in PIECES:
        raise Http404
    return render(request, "style_guide/piece.html", _page(request, PIECES[piece]))


def _page(request: HttpRequest, piece: Piece) -> dict[str, object]:
    """Return the context of one piece's page: its examples drawn, and what its template says of its context."""
    return {
        "piece": piece,
        "pieces": PIECES,
        "doc": _documented_context(piece.template),
        "examples": [(example.title, _draw(request, piece, example=example)) for example in piece.examples],
    }


def _draw(request: HttpRequest, piece: Piece, *, example: Example) -> SafeString:
    return render_to_string(piece.template, example.context, request=request)


def _documented_context(template: str) -> str:
    """Return the comment at the top of a piece, which is its only documentation."""
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    found = COMMENT.search(source)
    return (found[1] or found[2]).strip() if found else ""
