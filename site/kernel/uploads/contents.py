"""Whether a file somebody sends is what its name says, and does nothing when it is opened."""

from __future__ import annotations

import re
import zlib
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .archives import MAIN_PARTS, OPEN_DOCUMENTS, check_office
from .names import check_name, type_of
from .pictures import PICTURES, check_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.base import File

TAIL = 66_000  # where the end of an archive may stand (its comment is at most 65,535 bytes)
MOST_STREAMS = 2000
MOST_INFLATED = 4 * 1024 * 1024  # of one stream
MOST_INFLATED_IN_ALL = 64 * 1024 * 1024

_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|iframe|svg|\?php|\?xml|object|embed|meta)\b", re.IGNORECASE
)
_OTHER_FORMATS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"MZ",
    b"\x7fELF",
    b"{\\rtf",
    b"#!",
    b"GIF8",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_FORMULA = re.compile(rb"(?:^|[,;\t\r\n])[\"' ]*[=+@-]")
_PROGRAM = re.compile(rb"cmd\s*\||\bdde\b|powershell|mshta|webservice\s*\(|rundll32", re.I)
_NEW_LINE = re.compile(rb"[\r\n]")
_FORMULA_LENGTH = 400  # what stands further behind a sign, or on another line, is no part of the formula
# names of seven letters and more: shorter ones stand by chance in what is packed (every script says /JavaScript too)
_PDF_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|SubmitForm)(?![A-Za-z0-9])")
_PDF_STREAM = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def check_content(upload: File[Any]) -> None:
    """Raise ValidationError, with what to do, for a file that is not what its name says, or would act by itself."""
    check_name(upload.name)
    kind = type_of(upload.name)
    if not _is_what_it_says(upload, kind):
        raise ValidationError(
            _("Le contenu de ce fichier n’est pas celui que son nom annonce. Vérifiez-le, puis réessayez."),
            code="mismatch",
        )


def _is_what_it_says(upload: File[Any], kind: str) -> bool:
    if kind in MAIN_PARTS or kind in OPEN_DOCUMENTS:
        return check_office(upload, kind)
    if kind in PICTURES:
        return _has_no_other_face(upload) and check_picture(upload, kind)
    content = _whole(upload)
    if kind == "pdf":
        return _is_pdf(content) and _has_no_other_face(upload)
    return kind in {"txt", "csv"} and _is_text(content, kind)


def _whole(upload: File[Any]) -> bytes:
    upload.seek(0)
    content: bytes = upload.read()
    upload.seek(0)
    return content


def _has_no_other_face(upload: File[Any]) -> bool:
    """Whether the file is of one format only: no page at its head, no archive at its tail."""
    upload.seek(0)
    head = upload.read(1024)
    upload.seek(max(0, (upload.size or 0) - TAIL))
    tail = upload.read()
    upload.seek(0)
    return not _MARKUP.search(head) and b"PK\x05\x06" not in tail


def _is_pdf(content: bytes) -> bool:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        return False
    if any(_PDF_ACTIVE.search(_spelled_out(part)) for part in chain([content], _hidden_objects(content))):
        raise ValidationError(
            _("Ce PDF contient un programme ou un fichier caché. Exportez-le en PDF simple, puis réessayez."),
            code="active",
        )
    return True


def _spelled_out(content: bytes) -> bytes:
    """Names without their escapes: /J#61vaScript is /JavaScript."""
    return _PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content) if b"#" in content else content


def _hidden_objects(content: bytes) -> Iterator[bytes]:
    """What stands packed in object streams, where a plain reading finds nothing: one at a time.

    Raises ValidationError where there is more of it than an honest file holds: what is not looked at is not accepted.
    """
    whole, left = memoryview(content), MOST_INFLATED_IN_ALL
    for count, stream in enumerate(_PDF_STREAM.finditer(content), start=1):
        packed = zlib.decompressobj()
        try:
            found = packed.decompress(whole[stream.end() :], MOST_INFLATED)
        except zlib.error:
            continue
        left -= len(found)
        if count > MOST_STREAMS or left < 0 or packed.unconsumed_tail:
            raise ValidationError(
                _("Ce PDF est trop comprimé pour être vérifié. Exportez-le en PDF simple, puis réessayez."),
                code="packed",
            )
        yield found


def _is_text(content: bytes, kind: str) -> bool:
    """Text in UTF-8, or as older spreadsheets write it: no control characters, no other format, no page."""
    if content.startswith(_OTHER_FORMATS) or _CONTROL.search(content) or _MARKUP.search(content[:4096]):
        return False
    if kind == "csv" and _starts_a_program(content):
        raise ValidationError(
            _("Ce tableau contient une formule qui lance un programme. Retirez-la, puis réessayez."), code="active"
        )
    return True


def _starts_a_program(content: bytes) -> bool:
    """Whether a formula names a program. Signs and names are each found once and compared by their places: one pattern
    for both takes minutes over a table made for it."""
    formulas, last = _FORMULA.finditer(content), -1
    following = next(formulas, None)
    for program in _PROGRAM.finditer(content):
        while following and following.end() <= program.start():
            last, following = following.end(), next(formulas, None)
        between = content[last : program.start()] if last >= 0 and program.start() - last <= _FORMULA_LENGTH else None
        if between is not None and not _NEW_LINE.search(between):
            return True
    return False
