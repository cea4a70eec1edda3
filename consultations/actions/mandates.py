"""An organisation's focal point lets a member sign for it, and takes that back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from actors.choices import MembershipRole, MembershipState
from actors.models import Membership, Organisation
from kernel.audit.actions import record

from ..errors import MandateRefused, NotAllowed
from ..mandates import may_mandate
from ..models import Consultation, Mandate
from .documents import kept
from .telling_organisations import mandate_ended, mandate_given

if TYPE_CHECKING:
    from actors.models import Person


def give_mandate(
    *,
    organisation: Organisation,
    person: Person,
    by: Person,
    at: datetime,
    consultation: Consultation | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    document: File[Any] | None = None,
) -> Mandate:
    """Let a verified member sign for the organisation, in one consultation or in all (None), and tell them.

    Without `starts_at` it holds at once. Raises NotAllowed for anyone but a focal point, MandateRefused for somebody
    who is no member, needs none, or holds one; ValidationError for a document that cannot be kept.
    """
    if not may_mandate(by, organisation):
        raise NotAllowed(_("Seul un point focal de l’organisation peut donner un mandat."))
    starts_at = max(starts_at or at, at)
    if ends_at and ends_at <= starts_at:
        raise MandateRefused(_("La fin du mandat doit suivre son début."))
    mandate = Mandate(
        organisation=organisation, person=person, consultation=consultation, given_by=by, starts_at=starts_at
    )
    mandate.ends_at = ends_at
    with kept(mandate, document), transaction.atomic():
        _refuse_useless(_locked_membership(organisation, person), consultation, at)
        mandate.save()
        record(actor=by, verb="mandate.given", target=mandate, at=at, data=_scope(mandate))
        mandate_given(mandate, at)
    return mandate


def end_mandate(*, mandate: Mandate, by: Person, at: datetime) -> Mandate:
    """Take a mandate back; what was signed under it stands. Safe to repeat. Raises NotAllowed."""
    if not may_mandate(by, mandate.organisation):
        raise NotAllowed(_("Seul un point focal de l’organisation peut retirer un mandat."))
    with transaction.atomic():
        mandate = (
            Mandate.objects.select_for_update(of=("self",))
            .select_related("organisation", "person", "consultation")
            .get(pk=mandate.pk)
        )
        if mandate.ended_at:
            return mandate
        mandate.ended_at = at
        mandate.save(update_fields=["ended_at"])
        record(actor=by, verb="mandate.ended", target=mandate, at=at, data=_scope(mandate))
        mandate_ended(mandate, at)
    return mandate


def _locked_membership(organisation: Organisation, person: Person) -> Membership:
    """The member's row: its lock sets the order of two mandates given at once."""
    live = Membership.objects.select_for_update().filter(
        organisation=organisation, person=person, state=MembershipState.VERIFIED
    )
    membership = live.first()
    if membership is None:
        raise MandateRefused(_("Cette personne n’est pas membre vérifié de l’organisation."))
    return membership


def _refuse_useless(membership: Membership, consultation: Consultation | None, at: datetime) -> None:
    if membership.role == MembershipRole.FOCAL_POINT:
        raise MandateRefused(_("Un point focal peut déjà signer : il n’a pas besoin de mandat."))
    held = Mandate.objects.filter(
        organisation=membership.organisation_id,
        person=membership.person_id,
        consultation=consultation,
        ended_at=None,
        starts_at__gte=membership.decided_at or at,
    )
    if any(one.ends_at is None or one.ends_at > at for one in held):
        raise MandateRefused(_("Cette personne a déjà ce mandat. Retirez-le d’abord pour en donner un autre."))


def _scope(mandate: Mandate) -> dict[str, Any]:
    return {"consultation": mandate.consultation_id, "person": mandate.person_id}
