"""The name of a file somebody sends: what it announces, and what it may not hide."""

from __future__ import annotations

import re
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NAME_LENGTH = 120
SYNONYMS = {"jpeg": "jpg"}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
"""The types whose content we know how to check, with what a browser is told of them."""

# what a system or a server could run, or an office program obey, if it believed an inner extension
_PROGRAMS = """
apk asp aspx bat cgi cmd cpl dll dmg docm dotm exe gadget hta htm html htaccess jar js jse jsp lnk mht mhtml mjs msc
msi msp mst php php3 php4 php5 phar phtml pif pl potm ppam ppsm pptm ps1 py rb scf scr sct sh shtml sldm svg svgz swf
vb vbe vbs wasm ws wsc wsf wsh xhtml xht xlam xlsm xltm xml xsl
"""
RUNNABLE = frozenset(_PROGRAMS.split())
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_APART = re.compile(r'[\\/:*?"<>|]+')


def type_of(name: str | None) -> str:
    """The type that a file's name announces: pdf, jpg, png… Anything else is given as it stands."""
    extension = PurePath(name or "").suffix.lower().lstrip(".")
    return SYNONYMS.get(extension, extension)


def check_name(name: str | None) -> None:
    """Refuse a name that hides something: invisible or turning characters, or a program's extension before the last.

    Raises ValidationError.
    """
    if _UNSEEN.search(name or ""):
        raise ValidationError(
            _("Le nom de ce fichier contient des caractères invisibles. Renommez-le simplement, puis réessayez."),
            code="name",
        )
    inner = [part.strip().lower() for part in (name or "").split(".")[1:-1]]
    if RUNNABLE.intersection(inner):
        raise ValidationError(
            _("Le nom de ce fichier porte deux extensions, dont celle d’un programme. Renommez-le, puis réessayez."),
            code="name",
        )


def plain_name(name: str | None, fallback: str = "document") -> str:
    """The name as its owner knows it, in any script, without what a path, a header or a system could stumble on."""
    path = PurePath(_APART.sub("-", _UNSEEN.sub("", PurePath((name or "").replace("\\", "/")).name)))
    stem = " ".join(path.stem.split()).strip(" .-")[:NAME_LENGTH].strip()
    kind = type_of(path.name)
    return f"{stem or fallback}.{kind}" if kind else stem or fallback
