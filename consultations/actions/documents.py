"""Documents that come with a mandate or a position: checked by what they hold, kept where no address leads."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from kernel.uploads.contents import check_content
from kernel.uploads.names import plain_name, type_of

from ..models import Mandate, PositionRevision

DOCUMENT_TYPES = ("pdf", "docx", "odt")
MOST_BYTES = 10 * 1024 * 1024
NAME_LENGTH = 160  # of the column


def check_document(upload: File[Any]) -> None:
    """Raise ValidationError, with what to do, for a file that is no document or is not what its name says."""
    if not upload.size:
        raise ValidationError(_("Ce fichier est vide. Vérifiez-le, puis réessayez."))
    if upload.size > MOST_BYTES:
        raise ValidationError(
            _("Ce fichier pèse %(size)s ; la limite est de %(most)s. Réduisez-le, puis réessayez.")
            % {"size": filesizeformat(upload.size), "most": filesizeformat(MOST_BYTES)}
        )
    if type_of(upload.name) not in DOCUMENT_TYPES:
        raise ValidationError(_("Ce type de fichier n’est pas accepté : envoyez un PDF ou un texte (docx, odt)."))
    check_content(upload)


@contextmanager
def kept(record: Mandate | PositionRevision, upload: File[Any] | None) -> Iterator[None]:
    """Write the bytes and put their place on the record, unsaved; gone again if what follows fails.

    Raises ValidationError.
    """
    if upload is None:
        yield
        return
    check_document(upload)
    upload.seek(0)
    record.document_name = plain_name(upload.name)[-NAME_LENGTH:]
    record.document.save(f"{uuid.uuid4()}.{type_of(upload.name)}", ContentFile(upload.read()), save=False)
    try:
        yield
    except BaseException:
        record.document.storage.delete(str(record.document.name))
        raise


def forget_documents(records: list[Mandate]) -> None:
    """Delete the bytes once the transaction that forgets these records holds."""
    places = [(one.document.storage, one.document.name) for one in records if one.document]
    for storage, name in places:
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
