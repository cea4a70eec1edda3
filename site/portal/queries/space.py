"""What concerns the person who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from actors.choices import MembershipState
from actors.models import Membership, Organisation, Person
from actors.queries import led_by, memberships_of
from consultations.models import Consultation
from consultations.queries import my_consultations
from events.models import Registration
from events.queries import my_registrations
from forums.models import Topic
from forums.queries import topics_by
from kernel.notifications.queries import Shown, recent, unread_count

SHOWN = 5
LIVE = (MembershipState.REQUESTED, MembershipState.VERIFIED)


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
    topics: list[Topic]
    consultations: list[Answering]
    memberships: list[Membership]
    led: list[Organisation]
    notes: list[Shown]
    unread: int


def space_of(person: Person, at: datetime) -> Space:
    """Everything that a person has under way at a moment, in a constant number of queries."""
    return Space(
        registrations=my_registrations(person, at),
        topics=list(topics_by(person)[:SHOWN]),
        consultations=[
            Answering(consultation, given, total, consultation.opens_at <= at < consultation.closes_at)
            for consultation, given, total in my_consultations(person, at)
        ],
        memberships=[membership for membership in memberships_of(person) if membership.state in LIVE],
        led=[organisation for organisation in led_by(person) if organisation.waiting],
        notes=recent(person, SHOWN),
        unread=unread_count(person),
    )
