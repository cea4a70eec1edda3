"""{% load meetings %}: when a meeting is, in words, and what search engines read of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from actors.choices import Constituency
from events import structured, wording
from events.calendar import place_in_words
from events.choices import VERBS, Outcome
from events.models import Meeting, ProgrammeItem, Quota, Registration
from events.months import Month
from events.queries.mine import HeldPlace
from events.queries.seats import Seats
from kernel.languages.choices import OWN_NAMES, current_language
from kernel.languages.models import value_used
from kernel.ui.structured import json_ld

register = template.Library()


@register.filter
def day_number(meeting: Meeting) -> str:
    """The day of the month on which it starts, in its own zone."""
    return str(meeting.starts_at.astimezone(meeting.tz).day)


@register.filter
def month(meeting: Meeting) -> str:
    """« déc. 2026 »."""
    return wording.month_in_words(meeting.starts_at, meeting.zone)


@register.filter
def hours(meeting: Meeting) -> str:
    """« 9:30–12:30 » on the meeting's own clocks."""
    return wording.hours(meeting.starts_at, meeting.ends_at, meeting.zone)


@register.filter
def month_name(shown: Month) -> str:
    """« décembre 2026 »."""
    return shown.name(current_language())


@register.filter
def start_clock(meeting: Meeting) -> str:
    """« 9:30 » on the meeting's own clocks."""
    return wording.clock(meeting.starts_at, meeting.zone)


@register.filter
def start_moment(meeting: Meeting) -> str:
    """« mercredi 9 décembre 2026, 9:30 (Tunis) »."""
    return wording.moment(meeting.starts_at, [meeting.zone])


@register.filter
def was(meeting: Meeting) -> str:
    """When it was to start before it was moved, in its own zone."""
    return wording.moment(meeting.previous_starts_at, [meeting.zone]) if meeting.previous_starts_at else ""


@register.filter
def moved_online(meeting: Meeting) -> bool:
    """Whether people were to meet on the spot, and nobody does any more."""
    return structured.moved_online(meeting)


@register.filter
def open_to(meeting: Meeting) -> list[tuple[str, Any]]:
    """The constituencies that may register, with their labels, in their order."""
    return [(code, label) for code, label in Constituency.choices if code in meeting.open_to]


@register.filter
def offer_ends(registration: Registration) -> str:
    """Until when a place is held, in the meeting's zone and in the person's."""
    zones = [registration.meeting.zone, registration.person.time_zone]
    return wording.moment(registration.offered_until, zones) if registration.offered_until else ""


@register.filter
def left_until(until: datetime, now: datetime) -> str:
    """« 18 heures et 40 minutes »."""
    return wording.time_left(until - now)


@register.filter
def gone(held: HeldPlace, now: datetime) -> tuple[int, int]:
    """Minutes gone since a place was offered, and minutes in all."""
    return held.minutes(now)


@register.filter
def listed_under(found: dict[int, Any] | None, key: int) -> Any:
    """What a mapping holds under an id; nothing without."""
    return (found or {}).get(key)


@register.filter
def written_in(codes: str) -> str:
    """« français, arabe » for the codes of a document."""
    return wording.language_names(code.strip().lower() for code in codes.split(","))


@register.filter
def day(meeting: Meeting) -> str:
    """« 9 décembre 2026 »."""
    return wording.day_in_words(meeting.starts_at, meeting.zone)


@register.filter
def when(meeting: Meeting, reader_zone: str = "") -> str:
    """« mercredi 9 décembre 2026, 9:30–12:30 (Tunis, Paris) »: the meeting's zone, then the reader's."""
    zones = [meeting.zone, *([reader_zone] if reader_zone else [])]
    return wording.when(meeting.starts_at, meeting.ends_at, zones)


@register.filter
def closing_day(meeting: Meeting) -> str:
    """The last day to register."""
    return wording.day_in_words(meeting.closes_at, meeting.zone)


@register.filter
def local_iso(meeting: Meeting) -> str:
    """The start with the offset of its zone, for <time datetime>."""
    return meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).isoformat(timespec="minutes")


@register.filter
def zone_city(zone: str) -> str:
    """The city that names a zone."""
    return wording.city(zone)


@register.filter
def place(meeting: Meeting) -> str:
    """Where it is, « En ligne » included."""
    return place_in_words(meeting, current_language())


@register.filter
def languages(codes: list[str]) -> str:
    """« français, arabe »."""
    return wording.language_names(codes)


@register.filter
def own_name(code: str) -> str:
    """A language in its own words."""
    return OWN_NAMES.get(code, "")


@register.filter
def outcome(item: ProgrammeItem) -> str:
    """What a point should lead to; blank for a break."""
    return str(Outcome(item.outcome).label) if item.outcome else ""


@register.filter
def clock(item: ProgrammeItem) -> str:
    """« 9:30 »."""
    return f"{item.starts_at.hour}:{item.starts_at.minute:02}"


@register.filter
def conditions(quota: Quota) -> str:
    """For whom a quota is kept, besides its constituency."""
    return ", ".join(str(part) for part in (quota.get_shore_display(), quota.get_mode_display()) if part)


@register.filter
def verb(name: str) -> str:
    """What an entry of the journal says was done."""
    return str(VERBS.get(name, name))


@register.simple_tag(takes_context=True)
def structured_data(context: dict[str, Any], meeting: Meeting, seats: Seats) -> SafeString:
    """schema.org Event as a data block, about the page without its query."""
    request, page = context["request"], context.get("page")
    facts = structured.event(
        meeting,
        seats,
        timezone.now(),
        url=request.build_absolute_uri(request.path),
        register_url=request.build_absolute_uri(reverse("events:register", args=[meeting.slug])),
        description=value_used(page, "lede") if page else "",
    )
    return json_ld(facts)
