"""Calendars that Outlook, Google and Apple read alike: RFC 5545, invitations (RFC 5546), names and links (RFC 7986)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, cast
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from .zones import vtimezone

PRODUCT = "-//Rives//Rives//FR"
REFRESH = timedelta(hours=6)
Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
LINE_ENDS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Organizer:
    """Who calls the meeting: a mailbox of ours, shown under the name of the chair or of the body."""

    name: str
    email: str


@dataclass(frozen=True)
class Attendee:
    """The one person who gets the invitation; `state` is ACCEPTED for a confirmed place."""

    name: str
    email: str
    state: Literal["ACCEPTED", "NEEDS-ACTION", "TENTATIVE", "DECLINED"] = "ACCEPTED"


@dataclass(frozen=True)
class Conference:
    """A way in for those who take part from afar: an address that asks who comes, never the room itself."""

    url: str
    language: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One event of a calendar.

    `uid` is opaque and constant for the life of the meeting; `sequence` is stored and grows with every change that
    could alter someone's decision. `start` and `end` are instants, written as wall times of `zone` (an IANA name).
    `language` is that of the texts. `at` is DTSTAMP: when this object was made. `changed_at` is LAST-MODIFIED.
    `is_free` leaves the person's time free. `color` is a name of CSS. A withdrawal has no status.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    zone: str
    summary: str
    description: str
    location: str
    url: str
    organizer: Organizer
    status: Status | None
    at: datetime
    language: str
    attendee: Attendee | None = None
    created_at: datetime | None = None
    changed_at: datetime | None = None
    conferences: Sequence[Conference] = field(default=())
    color: str = ""
    is_free: bool = False
    summary_language: str = ""
    """Where the title is in another language than the other texts."""
    is_day: bool = False
    """It takes whole days of its zone, from the day of `start` to the day before that of `end`."""


def calendar(*, method: Method, entry: Entry) -> bytes:
    """One event as an iCalendar object with the rules of its zone, lines ended by CRLF and folded at 75 octets.

    A REQUEST or CANCEL names exactly one attendee, a PUBLISH none. A cancelled meeting is CANCEL with status CANCELLED,
    a person who withdrew gets CANCEL with status None. Raises ValueError where the pieces contradict each other.
    """
    _check(method, entry)
    whole = _whole(method)
    if method == "PUBLISH":
        language = entry.summary_language or entry.language
        _name(whole, name=entry.summary, language=language, url=entry.url, color=entry.color)
    _fill(whole, [entry])
    return cast(bytes, whole.to_ical())


def feed(entries: Sequence[Entry], *, name: str, language: str, url: str, color: str = "") -> bytes:
    """Several events as one calendar to subscribe to, every zone once; programs are asked to read it every six hours.

    `url` is the page that shows the same; the address of the feed itself stands nowhere in it. Raises ValueError.
    """
    for entry in entries:
        _check("PUBLISH", entry)
    whole = _whole("PUBLISH")
    _name(whole, name=name, language=language, url=url, color=color)
    whole.add("X-WR-CALNAME", vText(clean(name)))
    whole.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("X-PUBLISHED-TTL", "PT6H")
    _fill(whole, entries)
    return cast(bytes, whole.to_ical())


def clean(text: str) -> str:
    """The text without control characters, its line ends as \\n (the library escapes them)."""
    return CONTROL.sub("", LINE_ENDS.sub("\n", text))


def _check(method: Method, entry: Entry) -> None:
    if entry.start.utcoffset() is None or entry.end.utcoffset() is None:
        raise ValueError("start and end are instants: they need an offset")
    if entry.end <= entry.start:
        raise ValueError("an event ends after it starts")
    if (method == "PUBLISH") != (entry.attendee is None):
        raise ValueError("REQUEST and CANCEL are addressed to one attendee, PUBLISH to nobody")
    if method == "CANCEL" and entry.status not in {None, "CANCELLED"}:
        raise ValueError("CANCEL carries STATUS:CANCELLED or none")


def _whole(method: Method) -> Calendar:
    whole = Calendar()
    for name, value in (("PRODID", PRODUCT), ("VERSION", "2.0"), ("CALSCALE", "GREGORIAN"), ("METHOD", method)):
        whole.add(name, value)
    return whole


def _name(whole: Calendar, *, name: str, language: str, url: str, color: str) -> None:
    whole.add("NAME", vText(clean(name)), parameters={"LANGUAGE": language})
    if url:
        whole.add("URL", vUri(clean(url)))
    if color:
        whole.add("COLOR", color)


def _fill(whole: Calendar, entries: Iterable[Entry]) -> None:
    """The zones that the events are told in, then the events."""
    listed = list(entries)
    at_hours = [entry for entry in listed if not entry.is_day]
    for zone in sorted({entry.zone for entry in at_hours}):
        there = [entry for entry in at_hours if entry.zone == zone]
        first, last = min(entry.start for entry in there), max(entry.end for entry in there)
        whole.add_component(vtimezone(zone, first=first, last=last))
    for entry in listed:
        whole.add_component(_event(entry))


def _event(entry: Entry) -> Event:
    tz = ZoneInfo(entry.zone)
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", entry.at.astimezone(UTC))
    event.add("SEQUENCE", entry.sequence)
    for name, instant in (("DTSTART", entry.start), ("DTEND", entry.end)):
        event.add(name, instant.astimezone(tz).date() if entry.is_day else _written(instant, tz))
    for name, moment in (("CREATED", entry.created_at), ("LAST-MODIFIED", entry.changed_at)):
        if moment:
            event.add(name, moment.astimezone(UTC))
    for name, text, language in (
        ("SUMMARY", entry.summary, entry.summary_language or entry.language),
        ("DESCRIPTION", entry.description, entry.language),
        ("LOCATION", entry.location, entry.language),
    ):
        if text:
            event.add(name, vText(clean(text)), parameters={"LANGUAGE": language})
    for name, value in (("URL", vUri(clean(entry.url))), ("STATUS", entry.status), ("COLOR", entry.color)):
        if value:
            event.add(name, value)
    event.add("TRANSP", "TRANSPARENT" if entry.is_free else "OPAQUE")
    event.add("ORGANIZER", _address(entry.organizer.name, entry.organizer.email))
    if entry.attendee:
        event.add("ATTENDEE", _attendee(entry.attendee))
    for way_in in entry.conferences:
        event.add("CONFERENCE", vUri(clean(way_in.url)), parameters=_way_in(way_in))
    return event


def _written(moment: datetime, tz: ZoneInfo) -> datetime:
    """The wall time of the zone; UTC where its clocks repeat the hour. RFC 5545 (3.3.5) reads a repeated wall time as
    the first of the two, and programs differ."""
    local = moment.astimezone(tz)
    is_repeated = local.replace(fold=1 - local.fold).utcoffset() != local.utcoffset()
    return moment.astimezone(UTC) if is_repeated else local


def _way_in(conference: Conference) -> dict[str, str]:
    label = clean(conference.label).replace("\n", " ")
    return {"VALUE": "URI", "FEATURE": "VIDEO", "LANGUAGE": conference.language, "LABEL": label}


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{clean(email)}")
    address.params["CN"] = vText(clean(name).replace("\n", " ").replace('"', "'"))
    return address


def _attendee(attendee: Attendee) -> vCalAddress:
    address = _address(attendee.name, attendee.email)
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(attendee.state)
    address.params["RSVP"] = vText("FALSE")
    return address
