"""Who may sign for an organisation, and who gives that right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from actors.choices import MembershipRole, MembershipState
from actors.models import Membership, Organisation
from actors.queries import speaking_for
from actors.rules import has_confirmed_address, is_focal_point, may_see_members

from .choices import Act, ConsultationState, PositionState
from .models import Consultation, Mandate, Position
from .rules import acts_allowed, acts_open, may_manage

if TYPE_CHECKING:
    from actors.models import Person


@dataclass(frozen=True)
class Standing:
    """What lets a person sign for an organisation: their membership and, unless they are its focal point, a mandate."""

    membership: Membership
    mandate: Mandate | None

    @property
    def organisation(self) -> Organisation:
        """The organisation that a signature would bind."""
        return self.membership.organisation


def standings_of(person: Person | AnonymousUser | None, consultation: Consultation, at: datetime) -> list[Standing]:
    """For each organisation that a person may bind in a consultation at an instant, what lets them. Three queries.

    An active account with a confirmed address, a verified membership of an organisation of the directory and, but for
    a focal point, a mandate that holds. A mandate ends with the membership under which it was given.
    """
    if not person or not person.is_authenticated or not person.is_active or not has_confirmed_address(person):
        return []
    memberships = (
        Membership.objects.filter(person=person, state=MembershipState.VERIFIED, organisation__is_published=True)
        .select_related("organisation__country", "organisation__territory")
        .order_by("decided_at", "pk")
    )
    mandates = list(Mandate.objects.filter(Q(consultation=consultation) | Q(consultation=None), person=person))
    found = [Standing(one, _mandate_under(one, mandates, at)) for one in memberships]
    return [one for one in found if one.mandate or one.membership.role == MembershipRole.FOCAL_POINT]


def signing(person: Person | AnonymousUser | None, consultation: Consultation, at: datetime) -> list[Standing]:
    """The standings under which a person may sign at an instant: an open phase lets that organisation sign."""
    if Act.SIGN not in acts_open(consultation, at):
        return []
    standings = standings_of(person, consultation, at)
    return [one for one in standings if Act.SIGN in acts_allowed(consultation, speaking_for(one.organisation), at)]


def may_sign(
    person: Person | AnonymousUser | None, organisation: Organisation, consultation: Consultation, at: datetime
) -> bool:
    """Whether a person may sign or revise an organisation's position at an instant."""
    return any(one.organisation == organisation for one in signing(person, consultation, at))


def may_withdraw(person: Person | AnonymousUser | None, position: Position, at: datetime) -> bool:
    """Whoever may bind the organisation may withdraw its position in any phase: nobody is held to a signature."""
    if position.state != PositionState.SIGNED or position.consultation.state != ConsultationState.PUBLISHED:
        return False
    standings = standings_of(person, position.consultation, at)
    return any(one.organisation.pk == position.organisation_id for one in standings)


def may_mandate(person: Person | AnonymousUser | None, organisation: Organisation) -> bool:
    """The organisation's own focal points give its mandates and end them; the team does neither."""
    return organisation.is_published and is_focal_point(person, organisation)


def may_see_mandates(person: Person | AnonymousUser | None, organisation: Organisation) -> bool:
    """The organisation's focal points and the team, who also read the documents."""
    return may_see_members(person, organisation) or may_manage(person)


def may_read_mandate(person: Person | AnonymousUser | None, mandate: Mandate) -> bool:
    """Whoever sees the organisation's mandates, and the person who holds this one."""
    if not person or not person.is_authenticated:
        return False
    return mandate.person_id == person.pk or may_see_mandates(person, mandate.organisation)


def _mandate_under(membership: Membership, mandates: Iterable[Mandate], at: datetime) -> Mandate | None:
    for mandate in mandates:
        given_under = membership.decided_at is None or membership.decided_at <= mandate.starts_at
        if mandate.organisation_id == membership.organisation_id and given_under and mandate.holds(at):
            return mandate
    return None
