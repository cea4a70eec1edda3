"""Files given as answers: checked by their content, pictures made anew, bytes in the private storage.

They are written before any lock; a row stands for one only once the response is sent.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from kernel.uploads.contents import check_content
from kernel.uploads.names import CONTENT_TYPES, plain_name, type_of
from kernel.uploads.pictures import PICTURES, made_anew

from ..models import Response
from ..models.questionnaire import private_files
from ..questionnaire.asking import Value

if TYPE_CHECKING:
    from django.core.files.base import File

MOST_BYTES = 10 * 1024 * 1024
FOLDER = "responses/"


@dataclass
class Stored:
    """What became of the files that were sent: values for the draft, sentences for those that were refused."""

    values: dict[int, Value] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


@contextmanager
def stored(uploads: Mapping[int, File[Any]]) -> Iterator[Stored]:
    """Check files (question id -> upload) and write their bytes; taken back when what follows fails."""
    kept = Stored()
    try:
        for question, upload in uploads.items():
            try:
                kept.values[question] = _store(upload)
            except ValidationError as refusal:
                kept.refused[question] = refusal.messages[0]
        yield kept
    except BaseException:
        delete_bytes(value["path"] for value in kept.values.values())
        raise


def _store(upload: File[Any]) -> Value:
    _check(upload)
    kind = type_of(upload.name)
    path = f"{FOLDER}{uuid.uuid4()}.{kind}"
    upload.seek(0)
    content = made_anew(upload, kind).content if kind in PICTURES else upload.read()
    private_files().save(path, ContentFile(content))
    return {"path": path, "name": plain_name(upload.name), "size": len(content), "type": CONTENT_TYPES[kind]}


def _check(upload: File[Any]) -> None:
    if not upload.size:
        raise ValidationError(_("Ce fichier est vide. Vérifiez-le, puis réessayez."))
    if upload.size > MOST_BYTES:
        raise ValidationError(
            _("Ce fichier pèse %(size)s ; la limite est de %(most)s. Réduisez-le, puis réessayez.")
            % {"size": filesizeformat(upload.size), "most": filesizeformat(MOST_BYTES)}
        )
    if type_of(upload.name) not in CONTENT_TYPES:
        raise ValidationError(
            _("Ce type de fichier n’est pas accepté : envoyez un PDF, un document, un tableau, un texte ou une image.")
        )
    check_content(upload)


def paths_in(values: Iterable[Value]) -> set[str]:
    """Where the bytes stand of the files among these values."""
    return {value["path"] for value in values if isinstance(value, dict) and "path" in value}


def sent_paths(response: Response) -> set[str]:
    """Where the bytes stand of the files that were sent."""
    return set(response.files.values_list("file", flat=True))


def drop(paths: Collection[str]) -> None:
    """Delete bytes once the caller's transaction is committed."""
    if paths:
        transaction.on_commit(partial(delete_bytes, set(paths)), robust=True)


def delete_bytes(paths: Iterable[str]) -> None:
    """Delete bytes now."""
    for path in paths:
        private_files().delete(path)
