"""QR codes of tickets."""

import segno


def qr_image(text: str) -> str:
    """Return a QR code as a `data:` address of an SVG image; black on white, so that it is read in the dark too."""
    code = segno.make(text, error="m", micro=False)
    address: str = code.svg_data_uri(scale=6, border=3, dark="#000", light="#fff", omitsize=True)
    return address
