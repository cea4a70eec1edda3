"""Office documents somebody sends (OOXML, ODF): archives whose every part is looked at before anyone opens them."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .names import CONTENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.base import File

MEGABYTE = 1024 * 1024
MOST_PARTS = 3000
MOST_UNPACKED = 96 * MEGABYTE
MOST_XML = 24 * MEGABYTE  # a part of text
MOST_RATIO = 400  # no honest part of more than a megabyte is that repetitive

MAIN_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
OPEN_DOCUMENTS = {"odt", "ods", "odp"}
_END = b"PK\x05\x06"
_END_LENGTH = 22
_ACTIVE_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex|(?:^|/)(?:basic|scripts)/|oleobject[^/]*\.bin$"
    r"|\.(?:exe|dll|js|jse|vbs|vbe|wsf|hta|jar|class|bat|cmd|com|scr|ps1|sh|py|html?|svgz?|swf|lnk|docm|xlsm|pptm)$",
    re.IGNORECASE,
)
_OPEN_ACTIVE_PARTS = re.compile(
    r"vbaproject|(?:^|/)(?:basic|scripts)/|\.(?:exe|dll|js|vbs|jar|class|bat|py|html?)$", re.I
)
# one tag after the other: a pattern that looks across them takes hours over a part made for it
_TAG = re.compile(rb"<[^<>]*>")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HARMLESS = re.compile(rb"relationships/(?:hyperlink|image|externalLinkPath)[\"']", re.IGNORECASE)
_OPEN_SCRIPT = re.compile(
    rb"<script:event-listener|<office:scripts>\s*<office:script\b|<form:[^<]*?xlink:href=\"script:", re.I
)


class Unsafe(Exception):
    """The archive would do something when it is opened."""


def check_office(upload: File[Any], kind: str) -> bool:
    """Whether this is such a document, whole, with nothing before or behind it.

    Raises ValidationError for one that would run a program, fetch something from elsewhere, or fill the memory.
    """
    try:
        if not _stands_alone(upload):
            return False
        with zipfile.ZipFile(upload) as archive:
            _check_weight(archive)
            return _check_parts(archive, kind)
    except Unsafe as error:
        raise ValidationError(
            _("Ce document contient des macros ou un contenu actif. Enregistrez-le en PDF, puis réessayez."),
            code="active",
        ) from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return False
    finally:
        upload.seek(0)


def _stands_alone(upload: File[Any]) -> bool:
    """Whether the file is an archive from its first byte to its last: another format hides in front of or behind it."""
    upload.seek(0)
    head = upload.read(4)
    upload.seek(max(0, (upload.size or 0) - _END_LENGTH))
    return bool(head == b"PK\x03\x04" and upload.read(4) == _END)


def _check_weight(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    heavy = sum(part.file_size for part in parts) > MOST_UNPACKED
    packed = any(
        part.file_size > MEGABYTE and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if heavy or packed or len(parts) > MOST_PARTS:
        raise ValidationError(
            _("Ce document devient démesuré une fois ouvert. Allégez-le ou enregistrez-le en PDF, puis réessayez."),
            code="weight",
        )


def _check_parts(archive: zipfile.ZipFile, kind: str) -> bool:
    names = archive.namelist()
    if len({name.lower() for name in names}) != len(names):
        return False  # two parts of one name: which one opens depends on the program
    for part in archive.infolist():
        if part.flag_bits & 0x1 or part.filename.startswith(("/", "\\")) or ".." in part.filename.split("/"):
            return False
    if kind in OPEN_DOCUMENTS:
        return _check_open_document(archive, kind)
    return _check_ooxml(archive, kind)


def _check_ooxml(archive: zipfile.ZipFile, kind: str) -> bool:
    names = archive.namelist()
    main, content_type = MAIN_PARTS[kind]
    if main not in names or "[Content_Types].xml" not in names:
        return False
    types = _text(archive, "[Content_Types].xml")
    if b"macroenabled" in types.lower() or any(_ACTIVE_PARTS.search(name) for name in names):
        raise Unsafe
    for name in names:
        if name.endswith((".xml", ".rels", ".vml")):
            text = _text(archive, name)
            if name.endswith(".rels") and any(not _HARMLESS.search(found) for found in _leading_out(text)):
                raise Unsafe
        else:
            _read_whole(archive, name)
    return content_type.encode() in types


def _check_open_document(archive: zipfile.ZipFile, kind: str) -> bool:
    names = archive.namelist()
    if names[:1] != ["mimetype"] or "content.xml" not in names:
        return False
    if archive.read("mimetype").strip() != CONTENT_TYPES[kind].encode():
        return False
    if any(_OPEN_ACTIVE_PARTS.search(name) for name in names):
        raise Unsafe
    for name in names:
        text = _text(archive, name) if name.endswith((".xml", ".rdf")) else _read_whole(archive, name)
        if name.endswith(".xml") and _OPEN_SCRIPT.search(text):
            raise Unsafe
    return True


def _text(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of text; one that defines its own entities is a trap, in an encoding that hides them too."""
    if archive.getinfo(name).file_size > MOST_XML:
        raise ValueError(name)
    text = archive.read(name)
    if text[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = text.decode("utf-16", "replace").encode()
    if b"<!ENTITY" in text:
        raise Unsafe
    return text


def _leading_out(text: bytes) -> Iterator[bytes]:
    """The relations that lead out of the document."""
    return (tag for tag in _TAG.findall(text) if _EXTERNAL.search(tag))


def _read_whole(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack a part, so that a size or checksum that lies is found; its bytes are not kept."""
    with archive.open(name) as part:
        while part.read(MEGABYTE):
            pass
    return b""
