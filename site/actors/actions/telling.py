"""Who hears of a membership, by mail and by the bell, inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from actors.models import Membership
from actors.queries import deciders
from kernel.mail.actions import queue
from kernel.notifications.actions import notify


def _facts(membership: Membership) -> dict[str, object]:
    """What notices word without a query: names in each language."""
    organisation = membership.organisation
    return {
        "membership": membership.pk,
        "slug": organisation.slug,
        "organisation": {code: getattr(organisation, f"name_{code}") or "" for code in ("fr", "en", "ar")},
        "person": membership.person.name,
    }


def tell_deciders(membership: Membership, at: datetime) -> None:
    """The organisation's focal points, else the team, hear of a request."""
    people, focal = deciders(membership)
    for person in people:
        notify(
            person=person,
            kind="actors.requested",
            data=_facts(membership),
            at=at,
            key=f"membership-requested-{membership.pk}",
        )
        queue(
            letter="actors.requested",
            to=person.email,
            language=person.language,
            context={"membership": membership.pk, "focal": focal},
            at=at,
            person=person,
            key=f"membership-requested-{membership.pk}",
        )


def tell_person(membership: Membership, fact: str, at: datetime) -> None:
    """The person hears what became of their membership: "verified", "refused" or "ended"."""
    person = membership.person
    key = f"membership-{fact}-{membership.pk}"
    notify(person=person, kind=f"actors.{fact}", data=_facts(membership), at=at, key=key)
    queue(
        letter=f"actors.{fact}",
        to=person.email,
        language=person.language,
        context={"membership": membership.pk},
        at=at,
        person=person,
        key=key,
    )
