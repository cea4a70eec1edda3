"""A ZIP archive whose bytes depend on its files alone, so that its digest tells whether anything has changed."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from io import BytesIO

MANIFEST = "MANIFEST.sha256"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest day of the format
READABLE = 0o644 << 16


def manifest(files: Mapping[str, bytes]) -> bytes:
    """A line a file, as `sha256sum -c` reads it."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def archive(files: Mapping[str, bytes], folder: str) -> bytes:
    """The files and their manifest in one folder."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in sorted({**files, MANIFEST: manifest(files)}.items()):
            info = zipfile.ZipInfo(f"{folder}/{name}", LONG_AGO)
            info.external_attr = READABLE
            info.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(info, content)
    return out.getvalue()
