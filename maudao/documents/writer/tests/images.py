"""Small PNG files for signatures and seals."""

from io import BytesIO

from PIL import Image


def png(*, width: int, height: int) -> bytes:
    """A blue half-transparent rectangle."""
    written = BytesIO()
    Image.new("RGBA", (width, height), (20, 40, 200, 128)).save(written, "PNG")
    return written.getvalue()
