"""Who may decide about memberships, and see what concerns an organisation."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from .choices import MembershipRole, MembershipState
from .models import Membership, Organisation, Person


def has_confirmed_address(person: Person) -> bool:
    """Whether the person has shown that an address is theirs: acts that count ask for it."""
    return bool(EmailAddress.objects.filter(user_id=person.pk, verified=True).exists())


def verifies_for_the_team(user: Person | AnonymousUser | None) -> bool:
    """Someone of the team who may verify any membership."""
    return bool(user and user.is_authenticated and user.has_perm("actors.verify_membership"))


def is_focal_point(user: Person | AnonymousUser | None, organisation: Organisation | int) -> bool:
    """A verified focal point of the organisation."""
    if not user or not user.is_authenticated or not user.is_active:
        return False
    return Membership.objects.filter(
        person_id=user.pk,
        organisation_id=organisation if isinstance(organisation, int) else organisation.pk,
        role=MembershipRole.FOCAL_POINT,
        state=MembershipState.VERIFIED,
    ).exists()


def may_decide(user: Person | AnonymousUser | None, membership: Membership) -> bool:
    """The organisation's verified focal points and the team; nobody decides on their own membership.

    An organisation that is not in the directory yet is for the team alone.
    """
    if not user or not user.is_authenticated or user.pk == membership.person_id:
        return False
    if verifies_for_the_team(user):
        return True
    return membership.organisation.is_published and is_focal_point(user, membership.organisation_id)


def may_withdraw(user: Person | AnonymousUser | None, membership: Membership) -> bool:
    """The person themselves, and whoever may decide."""
    if not user or not user.is_authenticated:
        return False
    return user.pk == membership.person_id or may_decide(user, membership)


def may_see_members(user: Person | AnonymousUser | None, organisation: Organisation) -> bool:
    """Names and pending requests are for the organisation's focal points and the team."""
    return verifies_for_the_team(user) or is_focal_point(user, organisation)


def may_ask(person: Person, organisation: Organisation) -> bool:
    """One asks to join what the directory shows, or what one has proposed oneself."""
    return organisation.is_published or organisation.proposed_by_id == person.pk


def may_erase(user: Person | AnonymousUser | None, person: Person) -> bool:
    """One's own account, or any for an administrator."""
    if not user or not user.is_authenticated:
        return False
    return user.pk == person.pk or user.has_perm("actors.delete_person")
