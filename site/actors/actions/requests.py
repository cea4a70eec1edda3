"""Writing a request to join, whichever way it came."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import ngettext_lazy

from actors.choices import MembershipState
from actors.models import Membership, Organisation, Person
from actors.queries import live_membership
from kernel.audit.actions import record

from .errors import TooManyRequests
from .telling import tell_deciders

REQUESTS_AT_ONCE = 5


def refuse_beyond_limit(person: Person) -> None:
    """Raises TooManyRequests where the person has as many requests under way as one may have."""
    if Membership.objects.filter(person=person, state=MembershipState.REQUESTED).count() >= REQUESTS_AT_ONCE:
        raise TooManyRequests(
            ngettext_lazy(
                "Une demande est déjà en cours : attendez la réponse, ou retirez-la.",
                "%(count)s demandes sont déjà en cours : attendez les réponses, ou retirez-en une.",
                REQUESTS_AT_ONCE,
            )
            % {"count": REQUESTS_AT_ONCE}
        )


def create_request(
    *, person: Person, organisation: Organisation, at: datetime, role: str, function: str, message: str
) -> Membership:
    """Write a request and tell those who decide. The constraint settles what the lock has not."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                person=person, organisation=organisation, role=role, function=function, message=message, requested_at=at
            )
    except IntegrityError:
        if known := live_membership(person, organisation):
            return known
        raise
    record(actor=person, verb="membership.requested", target=membership, at=at, data={"role": role})
    tell_deciders(membership, at)
    return membership
