"""{% load meetings %}: when a meeting is, in words, and what search engines read of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.safestring import SafeString

from events import wording
from events.calendar import place_in_words
from events.choices import VERBS, Outcome
from events.models import Meeting, ProgrammeItem, Quota
from events.structured import json_ld
from kernel.languages.choices import OWN_NAMES, current_language

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
def structured_data(context: dict[str, Any], meeting: Meeting) -> SafeString:
    """schema.org Event as a data block."""
    return json_ld(meeting, context["request"].build_absolute_uri())
