"""A drawn picture that stands for a photo in the sample: nobody is on it."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

_SIZE = (960, 640)
_WALLS = ("#e8dcc8", "#d9e2dc", "#dfe3ea", "#eadfdf")
_RED = "#8e1b2b"


def photo(random: Random) -> bytes:
    """Return a JPEG: a hall with a banner, a drop on it, and rows of chairs."""
    image = Image.new("RGB", _SIZE, random.choice(_WALLS))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, 960, 640), fill="#b79b78")
    draw.rectangle((140, 90, 820, 250), fill=_RED)
    draw.ellipse((430, 140, 530, 235), fill="white")
    draw.polygon(((440, 170), (480, 100), (520, 170)), fill="white")
    for row in range(3):
        for seat in range(random.randint(6, 9)):
            left = 110 + seat * 85 + row * 12
            draw.rounded_rectangle((left, 380 + row * 75, left + 52, 425 + row * 75), 10, fill="#3f5b73")
    found = BytesIO()
    image.save(found, "JPEG", quality=80)
    return found.getvalue()
