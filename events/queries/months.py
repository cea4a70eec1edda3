"""A month of meetings, day by day. Each meeting stands on the days that the clocks of its own zone show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min

from events.models import Meeting
from events.months import Month

from .meetings import MeetingRow

MARGIN = 12  # months beyond the first and the last meeting that still answer, empty, to whoever follows an old link


@dataclass(frozen=True)
class Day:
    """One day of the grid. `inside`: of the month shown; `rows`: what takes place then, in order of the hour."""

    day: date
    inside: bool
    is_today: bool
    rows: list[MeetingRow] = field(default_factory=list)


@dataclass(frozen=True)
class Span:
    """The months from the first meeting to the last, today's included."""

    first: Month
    last: Month

    def holds(self, month: Month) -> bool:
        """Whether a month lies within it."""
        return self.first <= month <= self.last

    def answers(self, month: Month) -> bool:
        """Whether a page stands for the month: within the span, or not far from it."""
        return self.first.plus(-MARGIN) <= month <= self.last.plus(MARGIN)

    def nearest(self, month: Month) -> Month:
        """The month of the span that lies next to another."""
        return min(max(month, self.first), self.last)

    def before(self, month: Month) -> Month | None:
        """The month before, where the span reaches back that far; from beyond it, its last."""
        return self.nearest(month.plus(-1)) if month > self.first else None

    def after(self, month: Month) -> Month | None:
        """The month after, where the span reaches that far; from before it, its first."""
        return self.nearest(month.plus(1)) if month < self.last else None


def span_of_meetings(viewer: Any, today: date) -> Span:
    """The months in which a viewer may read of meetings. One query."""
    found = Meeting.objects.visible_to(viewer).aggregate(first=Min("start_date"), last=Max("end_date"))
    return Span(Month.of(min(found["first"] or today, today)), Month.of(max(found["last"] or today, today)))


def weeks_of(month: Month, rows: Iterable[MeetingRow], *, begins_on: int, today: date) -> list[list[Day]]:
    """The month's weeks with its meetings; one that lasts stands on each of its days. Days of other months are bare."""
    by_day: dict[date, list[MeetingRow]] = {}
    for row in rows:
        for day in _days(row.meeting, month):
            by_day.setdefault(day, []).append(row)
    return [
        [Day(day=day, inside=Month.of(day) == month, is_today=day == today, rows=by_day.get(day, [])) for day in week]
        for week in month.weeks(begins_on)
    ]


def _days(meeting: Meeting, month: Month) -> Iterable[date]:
    first, last = max(meeting.start_date, month.first), min(meeting.end_date, month.last)
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
