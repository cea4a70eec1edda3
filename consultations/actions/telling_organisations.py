"""Who hears of a mandate, and of what is signed for their organisation: inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.choices import MembershipRole, MembershipState
from actors.models import Organisation
from kernel.mail.actions import queue
from kernel.notifications.actions import notify

from ..models import Consultation, Mandate, PositionRevision

if TYPE_CHECKING:
    from actors.models import Person

Facts = dict[str, Any]
CODES = ("fr", "en", "ar")


def mandate_given(mandate: Mandate, at: datetime) -> None:
    """The member may sign."""
    _tell("consultations.mandate_given", mandate.person, _mandate(mandate), at, f"mandate:{mandate.pk}:given")


def mandate_ended(mandate: Mandate, at: datetime) -> None:
    """The member may sign no more."""
    _tell("consultations.mandate_ended", mandate.person, _mandate(mandate), at, f"mandate:{mandate.pk}:ended")


def position_signed(revision: PositionRevision, by: Person, at: datetime) -> None:
    """The focal points hear what binds their organisation, whoever signed it."""
    _tell_focal_points("consultations.position_signed", revision, by, at)


def position_withdrawn(revision: PositionRevision, by: Person, at: datetime) -> None:
    """The focal points hear that their organisation took its position back."""
    _tell_focal_points("consultations.position_withdrawn", revision, by, at)


def _tell_focal_points(kind: str, revision: PositionRevision, by: Person, at: datetime) -> None:
    position = revision.position
    facts = _names(position.organisation, position.consultation) | {"by": by.name, "revision": revision.number}
    focal_points = position.organisation.memberships.filter(
        role=MembershipRole.FOCAL_POINT, state=MembershipState.VERIFIED, person__is_active=True
    ).exclude(person=by)
    for membership in focal_points.select_related("person").order_by("person"):
        _tell(kind, membership.person, facts, at, f"position:{revision.pk}:{kind}")


def _tell(kind: str, person: Person, facts: Facts, at: datetime, key: str) -> None:
    notify(person=person, kind=kind, data=facts, at=at, key=key)
    if person.email:
        queue(letter=kind, to=person.email, language=person.language, context=facts, at=at, person=person, key=key)


def _mandate(mandate: Mandate) -> Facts:
    return _names(mandate.organisation, mandate.consultation) | {
        "ends_at": mandate.ends_at.isoformat() if mandate.ends_at else ""
    }


def _names(organisation: Organisation, consultation: Consultation | None) -> Facts:
    """What notices and letters word without a query: names in each language."""
    return {
        "organisation": organisation.slug,
        "names": {code: getattr(organisation, f"name_{code}") or "" for code in CODES},
        "consultation": consultation.slug if consultation else "",
        "titles": {code: getattr(consultation, f"title_{code}", None) or "" for code in CODES},
    }
