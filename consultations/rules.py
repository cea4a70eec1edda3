"""Who may do what in a consultation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from actors.rules import has_confirmed_address

from .choices import ConsultationState, Stage
from .models import Consultation

if TYPE_CHECKING:
    from actors.models import Person


def may_manage(person: Person | AnonymousUser | None) -> bool:
    """The team that runs consultations."""
    return bool(person and person.is_authenticated and person.has_perm("consultations.manage"))


def may_read(person: Person | AnonymousUser | None, consultation: Consultation) -> bool:
    """Everyone reads what is published; drafts and what was withdrawn are for the team."""
    return consultation.state == ConsultationState.PUBLISHED or may_manage(person)


def takes_votes(consultation: Consultation, at: datetime) -> bool:
    """Whether the window is open: opens_at <= at < closes_at, and the team has published it."""
    return consultation.state == ConsultationState.PUBLISHED and consultation.stage(at) == Stage.OPEN


def may_vote(person: Person | AnonymousUser | None, consultation: Consultation, at: datetime) -> bool:
    """A person with an account and a confirmed address, while the window is open."""
    if not person or not person.is_authenticated or not person.is_active:
        return False
    return takes_votes(consultation, at) and has_confirmed_address(person)
