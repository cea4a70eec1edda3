"""Asking to act for an organisation, and what the organisation or the team decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actors.choices import MembershipRole, MembershipState
from actors.models import Membership, Organisation, Person
from actors.queries import live_membership
from actors.rules import may_ask, may_decide, may_withdraw
from kernel.audit.actions import record
from kernel.pagecache.actions import bump

from .errors import AlreadyDecided, NotAllowed, NotPublished, ReasonMissing
from .organisations import publish_organisation
from .requests import create_request, refuse_beyond_limit
from .telling import tell_person


def request_membership(
    *,
    person: Person,
    organisation: Organisation,
    at: datetime,
    role: str = MembershipRole.MEMBER,
    function: str = "",
    message: str = "",
) -> Membership:
    """Ask to act for an organisation. A live membership is returned as it stands: asking twice asks once.

    Raises NotAllowed for an organisation outside the directory, TooManyRequests beyond five under way.
    """
    if not may_ask(person, organisation):
        raise NotAllowed(_("Cette organisation n’est pas dans l’annuaire."))
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if known := live_membership(person, organisation):
            return known
        refuse_beyond_limit(person)
        return create_request(
            person=person, organisation=organisation, at=at, role=role, function=function, message=message
        )


def verify(
    *, membership: Membership, by: Person, at: datetime, role: str | None = None, publish: bool = False
) -> Membership:
    """Confirm that a person acts for the organisation. Safe to repeat.

    `role` names a focal point or a member instead of what was asked. `publish` puts a proposed organisation in the
    directory at the same time. Raises NotAllowed, NotPublished, AlreadyDecided.
    """
    with transaction.atomic():
        membership = _locked(membership)
        if not may_decide(by, membership):
            raise NotAllowed(_("Vous ne pouvez pas décider de ce rattachement."))
        if membership.state == MembershipState.VERIFIED:
            return membership
        if membership.state != MembershipState.REQUESTED:
            raise AlreadyDecided(_("Cette demande n’est plus en attente."))
        if not membership.organisation.is_published:
            if not publish:
                raise NotPublished(_("Vérifiez d’abord l’organisation : elle n’est pas encore dans l’annuaire."))
            publish_organisation(organisation=membership.organisation, by=by, at=at)
        membership.role = role or membership.role
        _decide(membership, MembershipState.VERIFIED, by, at, "membership.verified")
        tell_person(membership, "verified", at)
        bump()
    return membership


def refuse(*, membership: Membership, by: Person, reason: str, at: datetime) -> Membership:
    """Decline a request, with a reason that the person reads. Safe to repeat.

    Raises ReasonMissing, NotAllowed, AlreadyDecided.
    """
    if not reason.strip():
        raise ReasonMissing(_("Donnez un motif : la personne le lira."))
    with transaction.atomic():
        membership = _locked(membership)
        if not may_decide(by, membership):
            raise NotAllowed(_("Vous ne pouvez pas décider de ce rattachement."))
        if membership.state == MembershipState.REFUSED:
            return membership
        if membership.state != MembershipState.REQUESTED:
            raise AlreadyDecided(_("Cette demande n’est plus en attente."))
        membership.reason = reason.strip()
        _decide(membership, MembershipState.REFUSED, by, at, "membership.refused")
        tell_person(membership, "refused", at)
    return membership


def withdraw(*, membership: Membership, by: Person, at: datetime) -> Membership:
    """End a membership or take back a request. What was said under it keeps its voice. Safe to repeat.

    Raises NotAllowed, AlreadyDecided for a request that was refused.
    """
    with transaction.atomic():
        membership = _locked(membership)
        if not may_withdraw(by, membership):
            raise NotAllowed(_("Vous ne pouvez pas retirer ce rattachement."))
        if membership.state == MembershipState.WITHDRAWN:
            return membership
        if membership.state == MembershipState.REFUSED:
            raise AlreadyDecided(_("Cette demande n’est plus en attente."))
        _decide(membership, MembershipState.WITHDRAWN, by, at, "membership.withdrawn")
        if by.pk != membership.person_id:
            tell_person(membership, "ended", at)
        bump()
    return membership


def set_role(*, membership: Membership, role: str, by: Person, at: datetime) -> Membership:
    """Make a verified member a focal point, or a focal point a member. Safe to repeat.

    Raises NotAllowed, AlreadyDecided for a membership that is not verified.
    """
    with transaction.atomic():
        membership = _locked(membership)
        if not may_decide(by, membership):
            raise NotAllowed(_("Vous ne pouvez pas décider de ce rattachement."))
        if membership.state != MembershipState.VERIFIED:
            raise AlreadyDecided(_("Ce rattachement n’est pas vérifié."))
        if membership.role == role:
            return membership
        membership.role = role
        membership.save(update_fields=["role"])
        record(actor=by, verb="membership.role_changed", target=membership, at=at, data={"role": role})
    return membership


def _locked(membership: Membership) -> Membership:
    memberships = Membership.objects.select_for_update(of=("self",)).select_related("organisation__country", "person")
    return memberships.get(pk=membership.pk)


def _decide(membership: Membership, state: MembershipState, by: Person, at: datetime, verb: str) -> None:
    membership.state, membership.decided_by, membership.decided_at = state, by, at
    membership.save(update_fields=["state", "role", "reason", "decided_by", "decided_at"])
    record(actor=by, verb=verb, target=membership, at=at, data={"role": membership.role, "reason": membership.reason})
