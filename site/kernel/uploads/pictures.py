"""Pictures somebody sends: decoded to their last line, and made anew without what they say of the person."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

if TYPE_CHECKING:
    from django.core.files.base import File

PICTURES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
MOST_PIXELS = 50_000_000  # decoded, four bytes each: what one upload may cost in memory
MOST_SIDE = 16_000
LONGEST_SIDE = 2400  # what is kept: sharp on a large screen, and no camera's original
QUALITY: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 85, "optimize": True},
    "WEBP": {"quality": 85},
    "PNG": {"optimize": True},
}
_BROKEN = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """A picture made anew: its bytes, and its size in pixels."""

    content: bytes
    width: int
    height: int


def check_picture(upload: File[Any], kind: str) -> bool:
    """Whether the picture decodes to its last line and is of the format that its name says.

    Raises ValidationError for one whose dimensions would fill the memory, before it is decoded.
    """
    try:
        upload.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=[PICTURES[kind]]) as picture:
                _check_size(picture)
                picture.load()
    except _BROKEN as error:
        if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
            raise _too_large() from error
        return False
    finally:
        upload.seek(0)
    return True


def made_anew(upload: File[Any], kind: str, longest: int = LONGEST_SIDE) -> Picture:
    """The picture upright, at most `longest` pixels a side, in the same format, without metadata: no place, no device,
    no name, nothing hidden behind its last line. Only of a checked upload; an animation keeps its first image."""
    upload.seek(0)
    form = PICTURES[kind]
    with Image.open(upload, formats=[form]) as source:
        colours = source.info.get("icc_profile")
        picture = ImageOps.exif_transpose(source)
        picture = picture.convert(_mode(picture, form))
    upload.seek(0)
    picture = _screen_colours(picture, colours)
    picture.thumbnail((longest, longest))
    fresh = Image.frombytes(
        picture.mode, picture.size, picture.tobytes()
    )  # pixels only: what else it held stays behind
    out = BytesIO()
    fresh.save(out, form, **QUALITY[form])
    return Picture(out.getvalue(), *fresh.size)


def _mode(picture: Image.Image, form: str) -> str:
    clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    return "RGBA" if clear and form != "JPEG" else "RGB"


def _screen_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as a screen shows them: the profile that explained them does not come along."""
    if not profile:
        return picture
    try:
        told = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, told, ImageCms.createProfile("sRGB")) or picture
    except (OSError, ImageCms.PyCMSError):
        return picture


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise _too_large()


def _too_large() -> ValidationError:
    return ValidationError(
        _("Cette image a trop de pixels : %(most)d millions au plus. Réduisez-la, puis réessayez.")
        % {"most": MOST_PIXELS // 1_000_000},
        code="pixels",
    )
