"""What the style guide shows: for each piece its name, its purpose and its states, with invented units and people."""

from maudao.config.style_guide_examples import documents, facts, forms, lists
from maudao.config.style_guide_examples.piece import Example, Piece

__all__ = ["PIECES", "Example", "Piece"]

PIECES = {piece.slug: piece for piece in (*facts.PIECES, *lists.PIECES, *forms.PIECES, *documents.PIECES)}
