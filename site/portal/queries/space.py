"""What concerns the person who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from actors.choices import MembershipRole, MembershipState
from actors.models import Person
from actors.queries import memberships_of
from consultations.models import Consultation
from consultations.queries import my_consultations
from events.models import Registration
from events.queries import my_registrations
from forums.models import Topic
from forums.queries.reading import give_unread
from forums.queries.watching import followed_topics
from kernel.notifications.queries import Shown, recent

SHOWN = 5
LIVE = (MembershipState.REQUESTED, MembershipState.VERIFIED)
REQUESTS = Count("organisation__memberships", filter=Q(organisation__memberships__state=MembershipState.REQUESTED))


@dataclass(frozen=True)
class Answering:
    """A consultation the person answers: answers given, statements published."""

    consultation: Consultation
    given: int
    total: int
    open: bool


@dataclass(frozen=True)
class Space:
    """The panels of my space, each possibly empty."""

    registrations: list[Registration]
    topics: list[Topic]  # those that the person follows, with `unread`
    consultations: list[Answering]
    memberships: list[Any]  # Membership, with `waiting`
    notes: list[Shown]

    @property
    def leading(self) -> list[Any]:
        """The organisations that the person speaks for as focal point and where someone waits (`waiting`: how many)."""
        focal = (MembershipState.VERIFIED, MembershipRole.FOCAL_POINT)
        return [one for one in self.memberships if (one.state, one.role) == focal and one.waiting]


def space_of(person: Person, at: datetime) -> Space:
    """Everything that a person has under way at a moment, in a constant number of queries."""
    topics = list(followed_topics(person)[:SHOWN])
    give_unread(person, topics)
    return Space(
        registrations=my_registrations(person, at),
        topics=topics,
        consultations=[
            Answering(consultation, given, total, consultation.opens_at <= at < consultation.closes_at)
            for consultation, given, total in my_consultations(person, at)
        ],
        memberships=list(memberships_of(person).filter(state__in=LIVE).annotate(waiting=REQUESTS)),
        notes=recent(person, SHOWN),
    )
