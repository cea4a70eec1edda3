"""The people whom someone may register in the name of their organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from actors.choices import MembershipState
from actors.models import Membership, Organisation
from actors.rules import may_see_members

if TYPE_CHECKING:
    from actors.models import Person


def colleague_under(by: Person, organisation: Organisation, email: str) -> Person | None:
    """The verified member of an organisation who has this address, other than oneself; None where there is none."""
    found = _members(organisation).filter(person__email__iexact=email.strip()).exclude(person=by)
    membership = found.select_related("person").first()
    return membership.person if membership else None


def addresses_shown_to(by: Person, organisations: list[Organisation]) -> list[tuple[str, str]]:
    """Names and addresses of colleagues, for those who may read the list of members: focal points and the team."""
    readable = [organisation for organisation in organisations if may_see_members(by, organisation)]
    if not readable:
        return []
    found = Membership.objects.filter(organisation__in=readable, state=MembershipState.VERIFIED, person__is_active=True)
    members = [membership.person for membership in found.exclude(person=by).select_related("person")]
    return sorted({(member.name, member.email) for member in members})


def _members(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation=organisation, state=MembershipState.VERIFIED, person__is_active=True)
