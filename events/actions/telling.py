"""Who hears of it: letters with their calendar entry, notices, live streams, cached pages. Inside transactions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F

from events import calendar
from events.models import Meeting, Registration
from events.queries.mails import stream_of
from kernel.languages.choices import LANGUAGES
from kernel.languages.models import language_used, value_used
from kernel.live import actions as live
from kernel.mail.actions import queue
from kernel.notifications.actions import notify
from kernel.pagecache.actions import bump

OFFER = "place_offered"


def seats_changed(meeting: Meeting, at: datetime) -> None:
    """Say that seats, window or state of a meeting look different now. The meeting's row is locked by the caller."""
    Meeting.objects.filter(pk=meeting.pk).update(seats_rev=F("seats_rev") + 1)
    meeting.seats_rev += 1
    live.publish(
        stream=f"m:{meeting.pk}",
        kind="seats",
        object_id=f"seats-{meeting.pk}",
        op="replace",
        rev=meeting.seats_rev,
        at=at,
    )
    bump()


def standing_changed(registration: Registration, at: datetime) -> None:
    """Say to the person's open pages that their registration stands elsewhere."""
    live.publish(
        stream=f"mr:{registration.pk}",
        kind="standing",
        object_id=f"standing-{registration.pk}",
        op="replace",
        rev=registration.rev,
        at=at,
    )


def tell(
    kind: str,
    registration: Registration,
    meeting: Meeting,
    at: datetime,
    *,
    entry: bytes = b"",
    once: str = "",
    **more: Any,
) -> None:
    """Owe the person a letter and a notice of the same kind, once for this revision of their registration.

    The letter holds what was true when the fact happened, so that its words and its calendar entry agree. `once`
    tells facts of one kind and revision apart (two reminders). A letter that carries a personal link is confidential.
    """
    person = registration.person
    fact = f"events.{kind}:{registration.pk}:{once or f'{registration.rev}:{meeting.ics_sequence}'}"
    if kind == OFFER:
        more["offer"] = registration.offers.get(answer="").pk
    queue(
        letter=f"events.{kind}",
        to=person.email,
        language=person.language,
        context={**context_of(registration, meeting), **more},
        at=at,
        person=person,
        key=fact,
        stream=stream_of(meeting.pk, person.pk),
        calendar=entry,
        confidential=kind == OFFER,
    )
    notify(person=person, kind=f"events.{kind}", data=_notice_data(meeting), at=at, key=fact)


def context_of(registration: Registration, meeting: Meeting) -> dict[str, Any]:
    """What a letter about a registration says, as it is now."""
    return {**facts_about(meeting, registration.person.language), **facts_of_person(registration)}


def facts_about(meeting: Meeting, language: str) -> dict[str, Any]:
    """The part of it that all readers of one language share."""
    return {
        "meeting": meeting.pk,
        "slug": meeting.slug,
        "path": calendar.path_of(meeting, language),
        "title": value_used(meeting, "title", language),
        "title_language": language_used(meeting, "title", language),
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "zone": meeting.zone,
        "place": calendar.place_in_words(meeting, language),
    }


def facts_of_person(registration: Registration) -> dict[str, Any]:
    """The part of it that is one person's."""
    person, organisation = registration.person, registration.organisation
    language = person.language
    return {
        "registration": registration.pk,
        "state": registration.state,
        "asked_by": _colleague(registration),
        "name": person.display_name,
        "reader_zone": person.time_zone,
        "organisation": value_used(organisation, "name", language) if organisation else "",
        "constituency": registration.constituency,
        "mode": registration.mode,
        "listening_language": registration.listening_language,
        "asked_at": registration.created_at.isoformat(),
    }


def _colleague(registration: Registration) -> str:
    """Who asked in the person's place; blank where they asked themselves."""
    by = registration.registered_by
    return by.display_name if by and by.pk != registration.person_id else ""


def _notice_data(meeting: Meeting) -> dict[str, Any]:
    titles = {code: getattr(meeting, f"title_{code}") for code in LANGUAGES if getattr(meeting, f"title_{code}")}
    return {"slug": meeting.slug, "titles": titles}
