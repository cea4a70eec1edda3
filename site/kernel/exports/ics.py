"""Calendars that Outlook, Google and Apple read alike: RFC 5545, invitations (RFC 5546), names (RFC 7986)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, cast
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

PRODUCT = "-//Rives//Rives//FR"
Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85]")


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


def calendar(
    *,
    method: Method,
    uid: str,
    sequence: int,
    start: datetime,
    end: datetime,
    zone: str,
    summary: str,
    description: str,
    location: str,
    url: str,
    organizer: Organizer,
    attendee: Attendee | None = None,
    status: Status | None,
    at: datetime,
    language: str,
) -> bytes:
    """One event as an iCalendar object, lines ended by CRLF and folded at 75 octets.

    `uid` is opaque and constant for the life of the meeting; `sequence` is stored and grows with every change that
    could alter someone's decision. `start` and `end` are instants, written as wall times of `zone` (an IANA name) with
    its rules. `language` is that of the texts. A REQUEST or CANCEL names exactly one attendee. A cancelled meeting is
    CANCEL with status CANCELLED, a person who withdrew gets CANCEL with status None; a public download is PUBLISH.
    `at` is DTSTAMP. Raises ValueError where the pieces contradict each other.
    """
    _check(method=method, status=status, attendee=attendee, start=start, end=end)
    tz = ZoneInfo(zone)
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", at.astimezone(UTC))
    event.add("SEQUENCE", sequence)
    event.add("DTSTART", start.astimezone(tz))
    event.add("DTEND", end.astimezone(tz))
    for name, text in (("SUMMARY", summary), ("DESCRIPTION", description), ("LOCATION", location)):
        if text:
            event.add(name, vText(clean(text)), parameters={"LANGUAGE": language})
    if url:
        event.add("URL", vUri(clean(url)))
    if status:
        event.add("STATUS", status)
    event.add("ORGANIZER", _address(organizer.name, organizer.email))
    if attendee:
        event.add("ATTENDEE", _attendee(attendee))
    return _wrapped(event, method=method, name=summary, url=url, start=start, end=end)


def _check(*, method: str, status: str | None, attendee: Attendee | None, start: datetime, end: datetime) -> None:
    if start.utcoffset() is None or end.utcoffset() is None:
        raise ValueError("start and end are instants: they need an offset")
    if end <= start:
        raise ValueError("an event ends after it starts")
    if method in {"REQUEST", "CANCEL"} and attendee is None:
        raise ValueError(f"{method} is addressed to one attendee")
    if method == "CANCEL" and status not in {None, "CANCELLED"}:
        raise ValueError("CANCEL carries STATUS:CANCELLED or none")


def _wrapped(event: Event, *, method: str, name: str, url: str, start: datetime, end: datetime) -> bytes:
    """The event in its calendar, with the rules of its zone a year around it."""
    whole = Calendar()
    whole.add("PRODID", PRODUCT)
    whole.add("VERSION", "2.0")
    whole.add("CALSCALE", "GREGORIAN")
    whole.add("METHOD", method)
    if method == "PUBLISH":
        whole.add("NAME", vText(clean(name)))
        if url:
            whole.add("URL", vUri(clean(url)))
    whole.add_component(event)
    whole.add_missing_timezones(first_date=_year_before(start), last_date=_year_after(end))
    return cast(bytes, whole.to_ical())


def _year_before(moment: datetime) -> date:
    return date(moment.year - 1, 1, 1)


def _year_after(moment: datetime) -> date:
    return date(moment.year + 1, 12, 31) + timedelta(days=1)


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


def clean(text: str) -> str:
    """The text without control characters, its line ends as \\n (the library escapes them)."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
