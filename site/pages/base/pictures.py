"""The sizes in which a picture is kept ready, and what a page needs to show it."""

from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage

WIDTHS = (480, 960, 1440)
FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
SPECS = {(name, width): f"width-{width}|format-{name}" for name in FORMATS for width in WIDTHS}


@dataclass(frozen=True)
class Source:
    """One <source>: a media type and its srcset."""

    media_type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """What <picture> needs: modern sources, and the plain image for the rest."""

    sources: list[Source]
    src: str
    width: int
    height: int


def picture_of(image: Any) -> Picture | None:
    """The picture as the upload task has made it; None until then. Queries nothing."""
    ready: dict[str, list[list[Any]]] = image.renditions_ready or {}
    if not ready.get("jpeg"):
        return None
    width, height, name = ready["jpeg"][-1]
    sources = [
        Source(FORMATS[kind], ", ".join(f"{default_storage.url(file)} {w}w" for w, _h, file in ready[kind]))
        for kind in ("avif", "webp")
        if ready.get(kind)
    ]
    return Picture(sources=sources, src=default_storage.url(name), width=width, height=height)
