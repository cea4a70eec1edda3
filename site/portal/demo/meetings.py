"""Demonstration meetings, past and to come, with the people who registered."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import Any

from actors.choices import Constituency
from actors.models import Organisation, Person, Territory
from events.actions import create_meeting, publish_meeting, write_texts
from events.choices import Mode, RegistrationState
from events.models import Meeting, ProgrammeItem, Quota, Registration
from pages.dialogues.models import DialoguePage

from .actors import voice_fields
from .content import body, read, texts


def load_meetings(
    *,
    dialogues: dict[str, DialoguePage],
    places: dict[str, Territory],
    organisations: dict[str, Organisation],
    crowd: list[Person],
    by: Person,
    at: datetime,
    draw: random.Random,
) -> None:
    """Every meeting of the demonstration that is not there yet."""
    for facts in read("meetings")["meeting"]:
        if Meeting.objects.filter(slug=facts["slug"]).exists():
            continue
        meeting = _meeting(facts, dialogues, places, at)
        create_meeting(meeting=meeting, by=by, at=_published_at(meeting, at))
        publish_meeting(meeting=meeting, by=by, at=_published_at(meeting, at))
        _page(meeting, facts, by, at)
        _fill(meeting, facts["fill"], organisations, crowd, draw)


def _published_at(meeting: Meeting, at: datetime) -> datetime:
    return min(at - timedelta(days=20), meeting.starts_at - timedelta(days=40)) if meeting.starts_at else at


def _meeting(
    facts: dict[str, Any], dialogues: dict[str, DialoguePage], places: dict[str, Territory], at: datetime
) -> Meeting:
    day = _weekday(at, facts["days"])
    opens = at + timedelta(days=facts["registration_opens"]) if "registration_opens" in facts else None
    meeting = Meeting(
        slug=facts["slug"],
        **texts("title", facts["title"]),
        **texts("place", facts["place"]),
        kind=facts["kind"],
        format=facts["format"],
        dialogue=dialogues.get(facts.get("dialogue", "")),
        zone=facts["zone"],
        start_date=day,
        start_time=time.fromisoformat(facts["start"]),
        end_date=day,
        end_time=time.fromisoformat(facts["end"]),
        territory=places[facts["territory"]],
        languages_spoken=facts["languages"][:1],
        languages_interpreted=facts["languages"],
        languages_captioned=facts["languages"][:1],
        registration_opens_at=opens,
        open_to=sorted(facts["quotas"]),
        capacity=facts["capacity"],
    )
    meeting.derive_instants()
    meeting.quotas = [Quota(constituency=code, size=size) for code, size in facts["quotas"].items()]
    meeting.programme = [
        ProgrammeItem(
            **texts("title", item),
            starts_at=time.fromisoformat(item["at"]),
            outcome="" if item["outcome"] == "break" else item["outcome"],
            sort_order=order,
        )
        for order, item in enumerate(facts["programme"])
    ]
    return meeting


def _weekday(at: datetime, days: int) -> Any:
    """The day so many days away, or the Monday after when it falls on a weekend (Friday counts as a working day)."""
    day = (at + timedelta(days=days)).date()
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def _page(meeting: Meeting, facts: dict[str, Any], by: Person, at: datetime) -> None:
    page = write_texts(meeting=meeting, by=by, at=at)
    for name, value in {**texts("lede", facts["lede"]), **body(facts["body"])}.items():
        setattr(page, name, value)
    page.save_revision(user=by).publish()


def _fill(
    meeting: Meeting,
    fill: dict[str, int],
    organisations: dict[str, Organisation],
    crowd: list[Person],
    draw: random.Random,
) -> None:
    """Confirmed registrations, each person for an organisation of the constituency whose seats are taken."""
    by_constituency: dict[str, list[Organisation]] = defaultdict(list)
    for organisation in organisations.values():
        by_constituency[organisation.constituency].append(organisation)
    people = iter(draw.sample(crowd, sum(fill.values())))
    when = meeting.starts_at - timedelta(days=21)
    Registration.objects.bulk_create(
        Registration(
            meeting=meeting,
            person=next(people),
            state=RegistrationState.CONFIRMED,
            mode=Mode.IN_PERSON if meeting.format == "in_person" else Mode.ONLINE,
            listening_language=draw.choice(meeting.languages_interpreted),
            created_at=when,
            state_changed_at=when,
            **voice_fields(draw.choice(by_constituency[Constituency(constituency)])),
        )
        for constituency, number in fill.items()
        for _seat in range(number)
    )
