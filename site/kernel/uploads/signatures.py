"""The first bytes by which a file type is known (PRONOM signatures), for uploads."""

from pathlib import PurePath
from typing import BinaryIO, Protocol


class Upload(Protocol):
    """What an uploaded file offers."""

    name: str | None
    file: BinaryIO

    def read(self, num_bytes: int = ..., /) -> bytes: ...
    def seek(self, offset: int, whence: int = ..., /) -> int: ...


SIGNATURES = {
    ".pdf": b"%PDF-",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".pptx": b"PK\x03\x04",
    ".odt": b"PK\x03\x04",
    ".ods": b"PK\x03\x04",
    ".odp": b"PK\x03\x04",
    ".zip": b"PK",
    ".rtf": b"{\\rtf",
}
PLAIN_TEXT = {".csv", ".txt", ".json", ".geojson"}


def matches_extension(upload: Upload) -> bool:
    """Whether the file's beginning fits its extension; extensions without a known signature pass."""
    extension = PurePath(upload.name or "").suffix.lower()
    upload.seek(0)
    head = upload.read(1024)
    upload.seek(0)
    if extension in PLAIN_TEXT:
        return b"\x00" not in head
    return head.startswith(SIGNATURES.get(extension, b""))
