"""Mandates to sign: who holds them, for the organisation's own people and the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from actors.choices import MembershipRole, MembershipState
from actors.models import Membership, Organisation

from ..models import Mandate

if TYPE_CHECKING:
    from actors.models import Person


def mandates_of(organisation: Organisation) -> QuerySet[Mandate]:
    """Every mandate an organisation gave, the latest first. For those who may see them (mandates.may_see_mandates)."""
    return Mandate.objects.filter(organisation=organisation).select_related("person", "given_by", "consultation")


def signatories_of(organisation: Organisation) -> list[Membership]:
    """The focal points, who sign without a mandate."""
    return list(_members(organisation).filter(role=MembershipRole.FOCAL_POINT))


def may_be_mandated(organisation: Organisation) -> list[Membership]:
    """The verified members to whom a mandate may be given: all but the focal points."""
    return list(_members(organisation).exclude(role=MembershipRole.FOCAL_POINT))


def held_by(person: Person) -> QuerySet[Mandate]:
    """The mandates a person was ever given, the latest first."""
    return Mandate.objects.filter(person=person).select_related("organisation", "consultation")


def _members(organisation: Organisation) -> QuerySet[Membership]:
    verified = Membership.objects.filter(
        organisation=organisation, state=MembershipState.VERIFIED, person__is_active=True
    )
    return verified.select_related("person").order_by("person__display_name", "pk")
