"""Meetings as lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.choices import MeetingState
from events.models import Meeting, MeetingPage, MeetingQuerySet
from events.windows import why_closed
from events.wording import day_in_words
from pages.base.landmarks import address_of
from pages.base.models import BasePage
from pages.base.queries import readable

from .seats import Seats, seats_of_many


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list: where it leads, its seats, and its state as a shape's name and words."""

    meeting: Meeting
    seats: Seats
    url: str
    status: str
    status_words: str

    @property
    def has_no_date(self) -> bool:
        """Whether it was postponed, its new date to be told."""
        return self.meeting.state == MeetingState.POSTPONED


def upcoming_meetings(viewer: Any, limit: int | None, at: datetime) -> list[MeetingRow]:
    """The next meetings that a viewer (None: signed out) may read, soonest first."""
    return rows(Meeting.objects.visible_to(viewer).upcoming(at)[:limit], at)


def past_meetings(viewer: Any, limit: int | None, at: datetime) -> list[MeetingRow]:
    """The meetings that are over, latest first."""
    return rows(Meeting.objects.visible_to(viewer).past(at)[:limit], at)


def meetings_of_dialogue(dialogue_id: int, at: datetime) -> list[MeetingRow]:
    """The public meetings of a dialogue page, latest first."""
    return rows(Meeting.objects.public().filter(dialogue=dialogue_id), at)


def withheld_pages() -> QuerySet[MeetingPage]:
    """The pages of meetings that are not public yet."""
    pages: QuerySet[MeetingPage] = MeetingPage.objects.exclude(meeting__in=Meeting.objects.public())
    return pages


def rows(meetings: MeetingQuerySet | Iterable[Meeting], at: datetime) -> list[MeetingRow]:
    """Meetings with their seats, addresses and states: three queries where they are yet to be read."""
    listed = list(with_page_path(meetings) if isinstance(meetings, QuerySet) else meetings)
    seats = seats_of_many(listed)
    return [_row(meeting, seats[meeting.pk], page_url(meeting), at) for meeting in listed]


def rows_of(ids: Sequence[int], at: datetime) -> list[MeetingRow]:
    """The meetings with these ids, in this order."""
    found = {row.meeting.pk: row for row in rows(Meeting.objects.filter(pk__in=ids), at)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


def row_of(meeting: Meeting, seats: Seats, at: datetime) -> MeetingRow:
    """One meeting whose seats are known."""
    return _row(meeting, seats, "", at)


def _row(meeting: Meeting, seats: Seats, url: str, at: datetime) -> MeetingRow:
    status, words = _status(meeting, seats, at)
    return MeetingRow(meeting, seats, url or meeting.get_absolute_url(), status, words)


_PAGE_PATH = Subquery(readable(BasePage.objects.filter(meetingpage__meeting=OuterRef("pk"))).values("url_path")[:1])


def with_page_path(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Each with the place in the tree of its page, for `page_url`."""
    found: QuerySet[Meeting] = meetings.annotate(page_path=_PAGE_PATH)
    return found


def page_url(meeting: Meeting) -> str:
    """Where the texts of a meeting are read; blank where not everyone may, or where it was not asked for."""
    path = getattr(meeting, "page_path", None)
    return address_of(path) if path else ""


def _status(meeting: Meeting, seats: Seats, at: datetime) -> tuple[str, str]:  # noqa: PLR0911  (one line a state)
    if meeting.state == MeetingState.DRAFT:
        return "wait", _("Brouillon")
    if meeting.state == MeetingState.CANCELLED:
        return "no", _("Annulée")
    if meeting.state == MeetingState.POSTPONED:
        return "wait", _("Reportée")
    if at >= meeting.ends_at or meeting.state == MeetingState.DONE:
        return "no", _("Terminée")
    if at >= meeting.starts_at:
        return "live", _("En cours")
    if meeting.registration_opens_at and at < meeting.registration_opens_at:
        day = day_in_words(meeting.registration_opens_at, meeting.zone)
        return "wait", _("Inscriptions le %(day)s") % {"day": day}
    if why_closed(meeting, at):
        return "no", _("Inscriptions closes")
    if seats.is_full:
        return ("part", _("Liste d’attente")) if meeting.waiting_list else ("no", _("Complet"))
    if seats.left is None or seats.size is None:
        return "open", _("Inscriptions ouvertes")
    places = ngettext("%(left)s place libre sur %(size)s", "%(left)s places libres sur %(size)s", seats.left)
    return "open", places % {"left": seats.left, "size": seats.size}
