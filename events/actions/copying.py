"""Holding a meeting again: a new draft made from one that was, on another day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from events.models import Meeting, ProgrammeItem, Quota
from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES

from .locking import seats_transaction
from .meetings import TRANSLATED, create_meeting_within
from .questions import copy_questions_within

if TYPE_CHECKING:
    from actors.models import Person

# what the new one takes over; dates move by as many days as its start, and nothing of people comes along
TAKEN_OVER = [
    *TRANSLATED,
    "kind", "format", "dialogue_id", "zone", "start_time", "end_time", "territory_id", "room_kind",
    "join_opens_minutes", "join_closes_minutes", "languages_spoken", "languages_interpreted", "languages_captioned",
    "open_to", "capacity", "approval", "waiting_list", "promotion", "offer_hours", "promotion_stops_hours",
    "after_expiry", "attendee_list", "reminder_hours", "last_reminder_hours", "join_reminder_minutes",
]  # fmt: skip
WINDOW = ("registration_opens_at", "registration_closes_at", "edit_until")


def copy_meeting(*, source: Meeting, slug: str, start_date: date, by: Person, at: datetime) -> Meeting:
    """Make a draft like `source` that starts on another day at the same hours; safe to repeat under another address.

    Seats, programme, questions, languages and settings come along; registrations, answers, invitation codes,
    documents, the online link and the texts' page do not. The window of registration moves with the day.
    Raises NotAllowed, ValidationError naming the field, RetryLater.
    """
    moved = start_date - source.start_date
    fields: dict[str, Any] = {name: getattr(source, name) for name in TAKEN_OVER}
    copy = Meeting(
        slug=slug,
        start_date=start_date,
        end_date=source.end_date + moved,
        **fields,
        **_window(source, moved),
    )
    copy.quotas = [_quota(quota) for quota in source.quotas.all()]  # type: ignore[misc]  # kept in memory: modelcluster
    copy.programme = [_point(point, moved) for point in source.programme.all()]  # type: ignore[misc]  # the same
    with seats_transaction():
        create_meeting_within(meeting=copy, by=by, at=at)
        copy_questions_within(source=source, target=copy, by=by, at=at)
        record(actor=by, verb="events.meeting_copied", target=copy, at=at, data={"from": source.pk})
    return copy


def _window(source: Meeting, moved: timedelta) -> dict[str, datetime | None]:
    """The deadlines, as many days later, at the same hour of the meeting's zone."""
    shifted = {}
    for name in WINDOW:
        moment = getattr(source, name)
        wall = moment.astimezone(source.tz).replace(tzinfo=None) + moved if moment else None
        shifted[name] = wall.replace(tzinfo=source.tz) if wall else None
    return shifted


def _quota(quota: Quota) -> Quota:
    return Quota(
        constituency=quota.constituency,
        shore=quota.shore,
        mode=quota.mode,
        size=quota.size,
        closes_when_full=quota.closes_when_full,
    )


def _point(point: ProgrammeItem, moved: timedelta) -> ProgrammeItem:
    titles = {f"title_{code}": getattr(point, f"title_{code}") for code in LANGUAGES}
    day = point.day + moved if point.day else None
    return ProgrammeItem(
        day=day, starts_at=point.starts_at, outcome=point.outcome, sort_order=point.sort_order, **titles
    )
