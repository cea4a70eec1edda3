"""Meetings as calendar entries: for one person's mail, for a download, for a subscription."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from events.models import Meeting, Registration
from kernel.exports import ics

from .changes import decisive_changes, languages_lost
from .entries import COLOR, STATUS_OF, invited, own_entry, public_entry, taken_back
from .places import absolute, address_of, join_address_of, join_path_of, path_of, place_in_words

__all__ = [
    "STATUS_OF",
    "absolute",
    "address_of",
    "cancellation",
    "collection",
    "decisive_changes",
    "invitation",
    "join_address_of",
    "join_path_of",
    "languages_lost",
    "path_of",
    "personal",
    "place_in_words",
    "publication",
    "withdrawal",
]


def invitation(*, registration: Registration, meeting: Meeting, at: datetime) -> bytes:
    """REQUEST to one confirmed person: the entry appears or moves in their calendar. While the meeting is postponed the
    entry is tentative, says so, and leaves the time free."""
    entry = own_entry(registration, meeting, registration.person.language)
    return ics.calendar(method="REQUEST", entry=invited(entry, registration, at))


def withdrawal(*, registration: Registration, meeting: Meeting, at: datetime) -> bytes:
    """CANCEL without status: the person no longer comes, the meeting itself goes on."""
    entry = public_entry(meeting, registration.person.language)
    return ics.calendar(method="CANCEL", entry=taken_back(entry, registration, at, None))


def cancellation(*, registration: Registration, meeting: Meeting, at: datetime) -> bytes:
    """CANCEL with status CANCELLED: the meeting does not take place."""
    entry = public_entry(meeting, registration.person.language)
    return ics.calendar(method="CANCEL", entry=taken_back(entry, registration, at, "CANCELLED"))


def publication(*, meeting: Meeting, language: str) -> bytes:
    """The public download, the same for everyone."""
    return ics.calendar(method="PUBLISH", entry=public_entry(meeting, language))


def collection(*, meetings: Sequence[Meeting], language: str, name: str, url: str = "") -> bytes:
    """Several meetings as one calendar to subscribe to, each as in its own download."""
    entries = [public_entry(meeting, language) for meeting in meetings]
    return ics.feed(entries, name=name, language=language, url=url, color=COLOR)


def personal(*, registrations: Iterable[Registration], language: str, name: str, url: str = "") -> bytes:
    """One person's registrations as a calendar to subscribe to: each with its status, naming nobody."""
    entries = [_personal(registration, language) for registration in registrations]
    return ics.feed(entries, name=name, language=language, url=url, color=COLOR)


def _personal(registration: Registration, language: str) -> ics.Entry:
    entry = own_entry(registration, registration.meeting, language)
    changed_at = max(registration.meeting.changed_at, registration.state_changed_at)
    return replace(entry, at=changed_at, changed_at=changed_at)
