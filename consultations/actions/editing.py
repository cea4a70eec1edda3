"""What follows when the team saves a consultation at its desk: the log, search and the pages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from kernel.audit.actions import record
from kernel.pagecache.actions import bump
from kernel.search.actions import index
from kernel.search.renaming import renamed

from ..choices import ConsultationState
from ..models import Consultation
from .log import seal_statements

if TYPE_CHECKING:
    from actors.models import Person


def record_edit(*, consultation: Consultation, by: Person, at: datetime) -> None:
    """Note that the team saved a consultation, in the same transaction.

    Once it was published, the statements that the team added, reworded or took out are sealed in its log; before, they
    may still come and go.
    """
    with transaction.atomic():
        record(actor=by, verb="consultation.edited", target=consultation, at=at)
        index(consultation)
        renamed(consultation)
        bump()
        if consultation.state != ConsultationState.DRAFT:
            seal_statements(consultation=consultation)
