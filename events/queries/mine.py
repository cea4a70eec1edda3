"""What a person has under way: their own registrations, those they made for colleagues, and what has been."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from events.choices import RegistrationState
from events.models import Meeting, MeetingDocument, Offer, Registration, RegistrationQuerySet
from events.offer_links import OfferLink, address
from events.windows import offer_is_open

from .documents import documents_of

if TYPE_CHECKING:
    from actors.models import Person

PAST_SHOWN = 50
ENDED_SHOWN = 10
ENDED = (
    RegistrationState.REFUSED,
    RegistrationState.CANCELLED,
    RegistrationState.EXPIRED,
    RegistrationState.DECLINED,
    RegistrationState.WITHDRAWN,
)


@dataclass(frozen=True)
class Standing:
    """One registration and its place in line, if it waits."""

    registration: Registration
    line: int | None = None

    @property
    def meeting(self) -> Meeting:
        """Where to."""
        return self.registration.meeting


@dataclass(frozen=True)
class HeldPlace:
    """A place that is held for the person until an hour, and where they answer."""

    registration: Registration
    offered_at: datetime
    until: datetime
    url: str

    @property
    def meeting(self) -> Meeting:
        """Where to."""
        return self.registration.meeting

    def minutes(self, at: datetime) -> tuple[int, int]:
        """Minutes gone since the offer, and minutes in all."""
        whole = max(int((self.until - self.offered_at).total_seconds() // 60), 1)
        return min(max(int((at - self.offered_at).total_seconds() // 60), 0), whole), whole


@dataclass(frozen=True)
class MyMeetings:
    """Everything on the page « Mes rencontres », each part possibly empty."""

    offers: list[HeldPlace]
    coming: list[Standing]  # all live ones at meetings to come, offers included, the next first
    ended: list[Standing]  # what came to nothing, at meetings that are not over
    for_others: list[Standing]
    past: list[Registration]
    documents: dict[int, list[MeetingDocument]]  # of past meetings, by meeting


def ids_of_mine(person: Person, at: datetime) -> list[int]:
    """The live registrations of a person at meetings to come, the next first: whose changes the page follows."""
    return list(_live(person).at_meetings_to_come(at).values_list("pk", flat=True))


def my_meetings(person: Person, at: datetime) -> MyMeetings:
    """What a person's page of meetings shows, in a constant number of queries."""
    live = list(_with_names(_live(person).at_meetings_to_come(at)))
    others = Registration.objects.live().filter(registered_by=person).exclude(person=person)
    made = list(_with_names(others.at_meetings_to_come(at)))
    lines = places_in_line([*live, *made])
    past = list(
        _with_names(Registration.objects.confirmed().filter(person=person, meeting__in=_over(at))).order_by(
            "-meeting__starts_at", "-pk"
        )[:PAST_SHOWN]
    )
    return MyMeetings(
        offers=_held(live, at),
        coming=[Standing(one, lines.get(one.pk)) for one in live],
        ended=[Standing(one) for one in _ended(person, at, {one.meeting_id for one in live})],
        for_others=[Standing(one, lines.get(one.pk)) for one in made],
        past=past,
        documents=documents_of({registration.meeting_id for registration in past}),
    )


def places_in_line(registrations: Iterable[Registration]) -> dict[int, int]:
    """Where each of these people stands among those who wait under the same constituency, by id. One query; those who
    do not wait are left out."""
    waiting = {one.pk for one in registrations if one.is_waiting}
    if not waiting:
        return {}
    meetings = Registration.objects.filter(pk__in=waiting).values("meeting")
    line = Registration.objects.filter(meeting__in=meetings).in_line().values_list("pk", "meeting_id", "constituency")
    reached: dict[tuple[int, str], int] = defaultdict(int)
    places = {}
    for pk, meeting_id, constituency in line:
        reached[meeting_id, constituency] += 1
        if pk in waiting:
            places[pk] = reached[meeting_id, constituency]
    return places


def _live(person: Person) -> RegistrationQuerySet:
    return Registration.objects.live().filter(person=person)


def _over(at: datetime) -> Any:
    return Meeting.objects.public().past(at).order_by().values("pk")


def _with_names(registrations: RegistrationQuerySet) -> RegistrationQuerySet:
    return registrations.select_related("meeting", "organisation", "person", "registered_by")


def _ended(person: Person, at: datetime, live_at: set[int]) -> list[Registration]:
    """The latest of each meeting where nothing is under way."""
    came_to_nothing = Registration.objects.filter(person=person, state__in=ENDED)
    found = _with_names(came_to_nothing.at_meetings_to_come(at))
    latest = {one.meeting_id: one for one in found.order_by("created_at", "pk") if one.meeting_id not in live_at}
    return sorted(latest.values(), key=lambda one: one.meeting.starts_at)[:ENDED_SHOWN]


def _held(registrations: Iterable[Registration], at: datetime) -> list[HeldPlace]:
    offered = {one.pk: one for one in registrations if one.is_offered}
    if not offered:
        return []
    return [
        HeldPlace(
            registration=(registration := offered[offer.registration_id]),
            offered_at=offer.offered_at,
            until=offer.offered_until,
            url=address(registration.meeting.slug, OfferLink(offer.registration_id, offer.pk)),
        )
        for offer in Offer.objects.filter(registration__in=offered, answer="").order_by("offered_until", "pk")
        if offer_is_open(offer.offered_until, at)
    ]
