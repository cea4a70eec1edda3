"""Files that people attach to an answer: what is accepted, told by content, and where they are kept."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from kernel.uploads import names
from kernel.uploads.contents import check_content
from kernel.uploads.names import type_of

if TYPE_CHECKING:
    from .models import Answer

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 10
DEFAULT_MEGABYTES = 5
FOLDER = "answers"
NAME_LENGTH = 120
CONTENT_TYPES = {
    kind: content_type
    for kind, content_type in names.CONTENT_TYPES.items()
    if kind in {"pdf", "jpg", "png", "docx", "odt"}
}
TYPE_CHOICES = [
    ("pdf", "PDF"),
    ("jpg", "JPEG"),
    ("png", "PNG"),
    ("docx", "Word (.docx)"),
    ("odt", "OpenDocument (.odt)"),
]


def all_types() -> list[str]:
    """The default of a question: every type that is accepted."""
    return list(CONTENT_TYPES)


def private_files() -> Storage:
    """Where files are kept that no address leads to: they leave through views that ask who may read them."""
    return storages["private"]


def private_path(answer: Answer, name: str) -> str:
    """A name that says nothing of the person or of the file."""
    return f"{FOLDER}/{answer.registration.meeting_id}/{uuid.uuid4()}.{type_of(name)}"


def shown_name(name: str | None) -> str:
    """The file's name as its owner knows it, without what a path or a header could stumble on."""
    path = PurePath(PurePath(name or "").name)
    stem = get_valid_filename(path.stem or "file")[:NAME_LENGTH]
    return f"{stem}.{type_of(name)}"


def check_upload(upload: File[Any], *, types: list[str], megabytes: int) -> None:
    """Raise ValidationError, with what to do, for a file that is too big, of another type, or not what it says."""
    if not upload.size:
        raise ValidationError(_("Ce fichier est vide. Vérifiez-le, puis réessayez."))
    if upload.size > megabytes * MEGABYTE:
        raise ValidationError(
            _("Ce fichier pèse %(size)s ; la limite est de %(most)s. Réduisez-le, puis réessayez.")
            % {"size": filesizeformat(upload.size), "most": filesizeformat(megabytes * MEGABYTE)}
        )
    kind = type_of(upload.name)
    if kind not in types or kind not in CONTENT_TYPES:
        labels = ", ".join(label for code, label in TYPE_CHOICES if code in types)
        raise ValidationError(_("Ce type de fichier n’est pas accepté ici. Envoyez : %(types)s.") % {"types": labels})
    check_content(upload)
