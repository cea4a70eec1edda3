"""Months of a calendar: their weeks, the day on which weeks begin, their names. Pure; customs are CLDR's (Babel)."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date

from .wording import LOCALES

MONTHS = 12
DAYS = 7


@dataclass(frozen=True, order=True)
class Month:
    """One month of one year. Raises ValueError for a month that is none."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (MINYEAR < self.year < MAXYEAR and 1 <= self.number <= MONTHS):
            raise ValueError(self)

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day falls in."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        """The month so many later; earlier where negative."""
        years, rest = divmod(self.number - 1 + months, MONTHS)
        return Month(self.year + years, rest + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.plus(1).first - timedelta(days=1)

    def weeks(self, begins_on: int) -> list[list[date]]:
        """Whole weeks that cover it, days of its neighbours included; `begins_on` counts from Monday, 0."""
        return Calendar(begins_on).monthdatescalendar(self.year, self.number)

    def name(self, language: str) -> str:
        """« décembre 2026 »."""
        return str(format_date(self.first, "LLLL y", locale=LOCALES[language]))


@dataclass(frozen=True)
class Weekday:
    """The head of a column."""

    name: str
    short: str


@cache
def first_weekday(language: str, country: str = "") -> int:
    """On which day weeks begin, counted from Monday, 0: as in the country where it is known, else where the language is
    mostly read (Saturday in Arabic, as in Egypt; Monday in Morocco and France)."""
    likely = get_global("likely_subtags")
    written = likely.get(f"und_{country.upper()}", "") if country else ""
    locale = Locale.parse(written or LOCALES[language])
    if not locale.territory:
        locale = Locale.parse(likely[locale.language])
    return int(locale.first_week_day)


def weekdays(language: str, begins_on: int) -> list[Weekday]:
    """The seven days from the one on which weeks begin."""
    locale = Locale.parse(LOCALES[language])
    wide, short = (locale.days["stand-alone"][width] for width in ("wide", "abbreviated"))
    order = [(begins_on + step) % DAYS for step in range(DAYS)]
    return [Weekday(str(wide[day]), str(short[day])) for day in order]
