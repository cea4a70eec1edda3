"""Working days: which days an authority works, and the day on which a delay in working days ends. Pure.

A delay counts from the day after the fact that starts it, and ends on a working day (Regulation (EEC, Euratom)
No 1182/71, articles 3(1) and 3(4)). Weekends by country are CLDR's (supplemental data, weekData), read through Babel.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
WEEK = range(7)
DAY = timedelta(days=1)
OTHERWISE = {"PS": frozenset({FRIDAY, SATURDAY})}
"""Where public offices rest on other days than CLDR says."""


@cache
def weekend_of(country: str) -> frozenset[int]:
    """The days of rest in a country (ISO 3166-1 alpha-2), 0 Monday … 6 Sunday; Saturday and Sunday where unknown."""
    if country in OTHERWISE:
        return OTHERWISE[country]
    try:
        locale = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return frozenset({SATURDAY, SUNDAY})
    first, last = locale.weekend_start, locale.weekend_end
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


@dataclass(frozen=True)
class WorkingDays:
    """The days an authority works: all but its weekend (0 Monday … 6 Sunday) and its holidays.

    Raises ValueError where no day of the week is left.
    """

    weekend: frozenset[int]
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not set(WEEK) - self.weekend:
            raise ValueError("a week needs a working day")

    @classmethod
    def of(cls, weekend: Iterable[int], holidays: Iterable[date] = ()) -> WorkingDays:
        """From any weekend and holidays."""
        return cls(frozenset(weekend), frozenset(holidays))

    def is_open(self, day: date) -> bool:
        """Whether the authority works that day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def after(self, start: date, number: int) -> date:
        """The day on which the `number`-th working day after `start` falls; `start` itself never counts.

        Raises ValueError for less than one day.
        """
        if number < 1:
            raise ValueError("a delay is of one working day at least")
        day = start
        while number:
            day += DAY
            number -= self.is_open(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days there are after `start`, up to `end` included; below zero where `end` comes first."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_open(start + DAY * step) for step in range(1, (end - start).days + 1))
