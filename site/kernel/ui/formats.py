"""Dates, times, numbers and lists as each language writes them (CLDR, through Babel).

Digits are 0-9 in the three languages: Arabic is read from Rabat to Beirut, and both halves read them.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.languages.choices import current_language

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
MARKS = "\u200e\u200f\u061c"  # direction marks that CLDR adds around Arabic numbers
PATTERNS = {
    "long": {"fr": "EEEE d MMMM y", "en": "EEEE d MMMM y", "ar": "EEEE d MMMM y"},
    "medium": {"fr": "d MMMM y", "en": "d MMMM y", "ar": "d MMMM y"},
    "short": {"fr": "d MMM y", "en": "d MMM y", "ar": "d MMMM y"},
    "month": {"fr": "MMM y", "en": "MMM y", "ar": "MMMM y"},
    "day": {"fr": "d", "en": "d", "ar": "d"},
    "day_month": {"fr": "d MMMM", "en": "d MMMM", "ar": "d MMMM"},
}
Day = date | datetime
Amount = int | float | Decimal


def locale() -> Locale:
    """The reader's locale; Arabic with the month names used from Algiers to Beirut alike is CLDR's `ar`."""
    return Locale.parse({"fr": "fr", "en": "en_GB", "ar": "ar"}[current_language()])


def zone_of(zone: str | tzinfo | None) -> tzinfo:
    """A zone by name, a tzinfo as it is, else the current time zone. Raises ZoneInfoNotFoundError for no such name."""
    if isinstance(zone, str) and zone:
        return ZoneInfo(zone)
    return zone if isinstance(zone, tzinfo) else timezone.get_current_timezone()


def in_zone(moment: Day, zone: str | tzinfo | None = None) -> Day:
    """An aware moment in a zone; a bare day or a naive moment as it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return moment.astimezone(zone_of(zone))
    return moment


def stamp(value: Day | None) -> str:
    """A day or a moment as machines read it, moments in the current zone to the second; nothing for nothing.

    HTML allows three decimals of a second, Django writes six.
    """
    if value is None:
        return ""
    value = in_zone(value)
    return value.isoformat("T", "seconds") if isinstance(value, datetime) else value.isoformat()


def day(value: Day | None, form: str, zone: str | tzinfo | None = None) -> str:
    """A day in one of the forms long, medium, short, month, day, day_month; nothing for nothing."""
    if value is None:
        return ""
    text = format_date(in_zone(value, zone), PATTERNS[form][current_language()], locale=locale())
    if current_language() == "fr" and in_zone(value, zone).day == 1:
        text = re.sub(r"(^|\s)1\s", r"\g<1>1er ", text, count=1)
    head, gap, rest = text.partition(" ")
    return f"{head}{NO_BREAK}{rest}" if gap and head[:1].isdigit() else text


def clock(value: datetime | time | None, zone: str | tzinfo | None = None) -> str:
    """Hours and minutes, 09:30 in the three languages; nothing for nothing."""
    if value is None:
        return ""
    at = value
    if isinstance(value, datetime) and timezone.is_aware(value):
        at = value.astimezone(zone_of(zone))
    return format_time(at, "HH:mm", tzinfo=getattr(at, "tzinfo", None), locale=Locale.parse("en_GB"))


def moment(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """Day and hour: mercredi 9 décembre 2026, 09:30."""
    if value is None:
        return ""
    return _("%(day)s, %(time)s") % {"day": day(value, "long", zone), "time": clock(value, zone)}


def number(value: Amount | None, decimals: int | None = None) -> str:
    """A number with its separators; `decimals` fixes how many follow the point."""
    return "" if value is None else _number(value, decimals, locale())


@lru_cache(4096)  # pages say the same few counts again and again
def _number(value: Amount, decimals: int | None, spoken: Locale) -> str:
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0" if decimals == 0 else "#,##0.###"
    text = format_decimal(value, pattern, locale=spoken, numbering_system="latn")
    return text.translate(dict.fromkeys(map(ord, MARKS))).replace(NARROW_NO_BREAK, NO_BREAK)


def percent(value: Amount | None, decimals: int = 0) -> str:
    """A part of a hundred: 74 % in French with a no-break space, 74% elsewhere."""
    if value is None:
        return ""
    return number(value, decimals) + (f"{NO_BREAK}%" if current_language() == "fr" else "%")


def join(values: Iterable[object], style: str = "standard") -> str:
    """a, b et c · a, b and c · a وb وc; style "or" says ou."""
    return format_list([str(v) for v in values], style=style, locale=locale())  # type: ignore[arg-type]
