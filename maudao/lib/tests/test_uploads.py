"""Uploaded pictures. All are made here."""

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from maudao.lib.uploads import CleanImage, Reason, UploadRefused, clean_image

RED, BLUE = (200, 30, 30), (30, 30, 200)
GPS, ORIENTATION, MAKER, OWNER = 0x8825, 0x0112, 0x010F, 0xA430
HIDDEN = (
    b"Exif",
    b"GPS",
    b"Secret",
    b"ICC_PROFILE",
    b"http://ns.adobe.com",
    b"tEXt",
    b"eXIf",
    b"iCCP",
    b"iTXt",
)


def clean(data: bytes, **limits: int) -> CleanImage:
    return clean_image(data, **{"max_bytes": 5_000_000, "max_pixels": 10_000_000, "max_side": 1600, **limits})


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def seen(image: CleanImage) -> Image.Image:
    return Image.open(io.BytesIO(image.data))


def two_colours(width: int = 80, height: int = 40) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def secret_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "Secret phone"
    exif.get_ifd(GPS).update({1: "N", 2: (21.0, 23.0, 11.0), 3: "E", 4: (103.0, 1.0, 0.0)})
    return exif


def is_close(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 25 for one, other in zip(pixel[:3], colour, strict=True))


def refusal(data: bytes, **limits: int) -> Reason:
    with pytest.raises(UploadRefused) as refused:
        clean(data, **limits)
    assert refused.value.message.endswith(".")
    return refused.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_tells_where_and_with_what_a_picture_was_taken(kind: str) -> None:
    data = written(two_colours(), kind, exif=secret_exif(), icc_profile=b"Secret profile" * 20)
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(GPS)
    image = clean(data)
    assert not any(word in image.data for word in HIDDEN)
    assert dict(seen(image).getexif()) == {}
    assert image.media_type == "image/jpeg"


def test_comments_and_text_do_not_stay() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Secret")
    notes.add_itxt("XML:com.adobe.xmp", "Secret")
    transparent = Image.new("RGBA", (10, 10), (1, 2, 3, 100))
    assert not any(word in clean(written(transparent, "PNG", pnginfo=notes)).data for word in HIDDEN)
    assert b"Secret" not in clean(written(two_colours(), "JPEG", comment=b"Secret")).data


def test_nothing_stays_hidden_behind_the_picture() -> None:
    assert b"<?php" not in clean(written(two_colours(), "JPEG") + b"<?php evil").data


def test_picture_is_turned_as_the_camera_says() -> None:
    image = clean(written(two_colours(), "JPEG", exif=secret_exif(orientation=6)))
    assert (image.width, image.height) == (40, 80)
    assert is_close(seen(image).getpixel((20, 10)), RED)
    assert is_close(seen(image).getpixel((20, 70)), BLUE)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
def test_unreadable_exif_does_not_spoil_a_good_picture() -> None:
    image = clean(
        written(two_colours(), "JPEG", exif=b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\xff\xff\xff\xff")
    )
    assert (image.width, image.height) == (80, 40)


def test_large_picture_is_made_smaller_in_proportion() -> None:
    image = clean(written(two_colours(2000, 1000), "JPEG"), max_side=500)
    assert (image.width, image.height) == (500, 250)
    assert seen(image).size == (500, 250)


@pytest.mark.parametrize("kind", ["MPO", "WEBP"])
def test_first_of_several_pictures_is_taken(kind: str) -> None:
    other = Image.new("RGB", (80, 40), (0, 200, 0))
    image = clean(written(two_colours(), kind, save_all=True, append_images=[other]))
    assert is_close(seen(image).getpixel((10, 20)), RED)
    assert getattr(seen(image), "n_frames", 1) == 1


def test_small_picture_is_not_made_larger() -> None:
    assert clean(written(two_colours(), "PNG")).width == 80


def test_photo_becomes_a_progressive_jpeg() -> None:
    image = seen(clean(written(two_colours(), "PNG")))
    assert image.format == "JPEG"
    assert image.info["progressive"]


def test_what_shows_through_stays_so() -> None:
    half = Image.new("RGBA", (10, 10), (200, 30, 30, 100))
    for kind in ("PNG", "WEBP"):
        image = clean(written(half, kind, **({"lossless": True} if kind == "WEBP" else {})))
        assert image.media_type == "image/png"
        pixel = seen(image).convert("RGBA").getpixel((5, 5))
        assert isinstance(pixel, tuple)
        assert pixel[3] == 100


def test_unused_transparency_does_not_make_a_png() -> None:
    assert clean(written(two_colours().convert("RGBA"), "PNG")).media_type == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_every_colour_mode_is_read(mode: str) -> None:
    source = Image.new("I;16", (30, 20)) if mode == "I;16" else two_colours(30, 20).convert(mode)
    image = clean(written(source, "JPEG" if mode == "CMYK" else "PNG"))
    assert (image.width, image.height) == (30, 20)


def test_palette_with_transparency_is_read() -> None:
    assert clean(written(two_colours().convert("P"), "PNG", transparency=0)).width == 80


def test_kind_is_told_by_the_bytes_not_by_the_name() -> None:
    assert refusal(b"MZ\x90\x00 a program called photo.jpg") is Reason.NOT_A_PICTURE
    assert (
        refusal(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>") is Reason.NOT_A_PICTURE
    )
    assert refusal(written(two_colours(), "GIF")) is Reason.NOT_A_PICTURE
    assert refusal(b"") is Reason.NOT_A_PICTURE


def test_heic_is_refused_with_advice() -> None:
    assert refusal(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic") is Reason.HEIC


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.5, 0.9])
def test_truncated_picture_is_refused(kind: str, part: float) -> None:
    noise = Image.effect_noise((120, 120), 90).convert("RGB")
    data = written(noise, kind)
    assert refusal(data[: int(len(data) * part)]) in {Reason.DAMAGED, Reason.NOT_A_PICTURE}


def test_too_many_bytes_are_refused_unread() -> None:
    assert refusal(b"x" * 101, max_bytes=100) is Reason.TOO_MANY_BYTES


def test_limit_of_pixels_is_the_last_one_allowed() -> None:
    data = written(two_colours(100, 50), "PNG")
    assert clean(data, max_pixels=5_000).width == 100
    assert refusal(data, max_pixels=4_999) is Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize("side", [4_000, 10_000, 50_000])
def test_decompression_bomb_is_refused_before_it_unfolds(side: int) -> None:
    assert refusal(bomb(side)) is Reason.TOO_MANY_PIXELS


def bomb(side: int) -> bytes:
    """Make a PNG whose head promises `side` × `side` pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, body) for name, body in chunks)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def test_bomb_of_text_is_refused() -> None:
    picture = written(two_colours(), "PNG")
    text = chunk(b"zTXt", b"note\x00\x00" + zlib.compress(bytes(80_000_000)))
    assert refusal(picture[:33] + text + picture[33:]) in {Reason.DAMAGED, Reason.NOT_A_PICTURE}


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_damaged_bytes_are_cleaned_or_refused_and_nothing_else(kind: str, choice: st.DataObject) -> None:
    data = bytearray(written(two_colours(), kind, exif=secret_exif()))
    for _ in range(choice.draw(st.integers(1, 5))):
        data[choice.draw(st.integers(0, len(data) - 1))] = choice.draw(st.integers(0, 255))
    try:
        image = clean(bytes(data))
    except UploadRefused:
        return
    assert not any(word in image.data for word in HIDDEN)
