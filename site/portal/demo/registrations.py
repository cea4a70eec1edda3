"""Who comes to demonstration meetings, who waits, who asked, and one place offered: rows, without letters."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from actors.choices import Constituency
from actors.models import Organisation, Person
from actors.queries import verified_memberships
from events.choices import LISTINGS_UNDER, AttendeeList, Mode, RegistrationState
from events.models import Meeting, Offer, Registration

from .actors import voice_fields

CAME = "fill"
WAITS = "wait"
ASKED = "request"


def fill(
    meeting: Meeting,
    facts: Mapping[str, Any],
    *,
    organisations: Mapping[str, Organisation],
    people: Mapping[str, Person],
    crowd: list[Person],
    at: datetime,
    draw: random.Random,
) -> None:
    """The registrations of one meeting, each person for an organisation of the constituency whose seat they take."""
    by_constituency: dict[str, list[Organisation]] = defaultdict(list)
    for organisation in organisations.values():
        by_constituency[organisation.constituency].append(organisation)
    wanted = [(kind, code, number) for kind in (CAME, WAITS, ASKED) for code, number in facts.get(kind, {}).items()]
    drawn = iter(draw.sample(crowd, sum(number for _kind, _code, number in wanted)))
    since = meeting.starts_at - timedelta(days=21)
    rows: list[Registration] = []
    for kind, code, number in wanted:
        for _seat in range(number):
            voice = voice_fields(draw.choice(by_constituency[Constituency(code)]))
            since += timedelta(minutes=7)
            when = min(since, at - timedelta(days=2, minutes=-len(rows)))
            rows.append(_row(meeting, next(drawn), kind, when=when, voice=voice, draw=draw))
    Registration.objects.bulk_create(rows)
    if offer := facts.get("offer"):
        _offer(meeting, people[offer["to"]], at + timedelta(hours=offer["hours"]), offer["whole"])


def _row(
    meeting: Meeting, person: Person, kind: str, *, when: datetime, voice: Mapping[str, Any], draw: random.Random
) -> Registration:
    states = {
        CAME: RegistrationState.CONFIRMED,
        WAITS: RegistrationState.WAITING,
        ASKED: RegistrationState.REQUESTED,
    }
    return Registration(
        meeting=meeting,
        person=person,
        state=states[kind],
        mode=Mode.IN_PERSON if meeting.format == "in_person" else Mode.ONLINE,
        listening_language=draw.choice(meeting.languages_interpreted),
        listed=draw.choice(LISTINGS_UNDER[AttendeeList(meeting.attendee_list)]),
        list_ceiling=meeting.attendee_list,
        created_at=when,
        state_changed_at=when,
        waitlisted_at=when if kind == WAITS else None,
        **voice,
    )


def _offer(meeting: Meeting, person: Person, until: datetime, whole: int) -> None:
    """A place held for someone with an account: `until` is the end, `whole` the hours that they had."""
    until = until.replace(second=0, microsecond=0)
    organisation = next(_organisations_of(person))
    offered_at = until - timedelta(hours=whole)
    waited_since = offered_at - timedelta(days=3)
    registration = Registration.objects.create(
        meeting=meeting,
        person=person,
        state=RegistrationState.OFFERED,
        mode=Mode.ONLINE,
        listening_language=meeting.languages_interpreted[0],
        list_ceiling=meeting.attendee_list,
        created_at=waited_since,
        waitlisted_at=waited_since,
        state_changed_at=offered_at,
        offered_until=until,
        **voice_fields(organisation),
    )
    Offer.objects.create(registration=registration, offered_at=offered_at, offered_until=until)


def _organisations_of(person: Person) -> Iterator[Organisation]:
    return (membership.organisation for membership in verified_memberships(person))
