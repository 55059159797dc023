"""Pictures that people upload: decoded within limits, turned upright, and written anew without metadata."""

import io
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageOps

READ_FORMATS = ("JPEG", "PNG", "WEBP")
JPEG_QUALITY = 82
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
MEGA = 1_000_000


class Reason(StrEnum):
    """Why a picture was refused."""

    TOO_MANY_BYTES = "too-many-bytes"
    TOO_MANY_PIXELS = "too-many-pixels"
    HEIC = "heic"
    NOT_A_PICTURE = "not-a-picture"
    DAMAGED = "damaged"


class UploadRefused(Exception):
    """A picture that we do not keep; `message` tells its owner what to do."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass(frozen=True)
class CleanImage:
    """A picture that is safe to keep and to show."""

    data: bytes
    media_type: str
    width: int
    height: int


def clean_image(data: bytes, *, max_bytes: int, max_pixels: int, max_side: int) -> CleanImage:
    """Decode a picture and write it anew, so that only what is seen remains.

    JPEG, PNG and WebP are read, whatever the file was called; of an animation the first picture. The result is
    a progressive JPEG, or a PNG where something shows through, upright, at most `max_side` pixels long. Where
    it was taken, by whom and with what is gone, as is anything hidden behind the picture.

    Raises:
        UploadRefused: it is too large, no such picture, or damaged.
    """
    if len(data) > max_bytes:
        raise UploadRefused(
            Reason.TOO_MANY_BYTES, f"Ảnh lớn hơn {max_bytes / MEGA:.0f} MB: hãy chọn ảnh nhỏ hơn."
        )
    with _open(data, max_pixels=max_pixels) as image:
        seen = _decode(image, max_side=max_side)
    seen.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    return _encode(seen)


def _open(data: bytes, *, max_pixels: int) -> Image.Image:
    """Read the head of the file only: a decompression bomb is refused before it unfolds."""
    too_many = UploadRefused(
        Reason.TOO_MANY_PIXELS,
        f"Ảnh có hơn {max_pixels / MEGA:.0f} triệu điểm ảnh: hãy giảm kích thước ảnh rồi gửi lại.",
    )
    try:
        image = Image.open(io.BytesIO(data), formats=READ_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many from error
    except Exception as error:  # whatever a decoder says about hostile bytes means the same to us
        raise _not_a_picture(data) from error
    if image.width * image.height > max_pixels:
        raise too_many
    return image


def _not_a_picture(data: bytes) -> UploadRefused:
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return UploadRefused(
            Reason.HEIC,
            "Chưa nhận ảnh HEIC của iPhone: hãy vào Cài đặt › Camera › Định dạng, chọn “Tương thích nhất” rồi"
            " chụp lại, hoặc gửi ảnh chụp màn hình.",
        )
    return UploadRefused(
        Reason.NOT_A_PICTURE, "Tệp này không phải ảnh JPEG, PNG hay WebP: hãy chọn tệp khác."
    )


def _decode(image: Image.Image, *, max_side: int) -> Image.Image:
    """Unfold the picture, upright, in RGB or RGBA, and without anything that came along with it."""
    image.draft("RGB", (2 * max_side, 2 * max_side))  # lets the JPEG decoder skip detail that we drop anyway
    try:
        image.load()
        seen = _upright(image).convert("RGBA" if image.has_transparency_data else "RGB")
    except Exception as error:  # as above
        raise UploadRefused(Reason.DAMAGED, "Ảnh bị hỏng hoặc tải lên chưa xong: hãy gửi lại.") from error
    seen.info.clear()
    return seen


def _upright(image: Image.Image) -> Image.Image:
    """Turn the picture as its camera says; a note that cannot be read is no reason to refuse a good picture."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # the EXIF block is as hostile as the rest
        return image


def _encode(image: Image.Image) -> CleanImage:
    file = io.BytesIO()
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
        image.save(file, "PNG", optimize=True)
        media_type = "image/png"
    else:
        image.convert("RGB").save(file, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
        media_type = "image/jpeg"
    return CleanImage(file.getvalue(), media_type, image.width, image.height)
