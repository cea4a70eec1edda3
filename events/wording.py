"""Dates, hours and zones in words, as pages show them (kernel.mail.times words them for letters): CLDR through Babel.

Hours are written 9:30 in the three languages and digits are Western, as on the rest of the site.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta, get_timezone_location
from babel.lists import format_list
from django.utils.translation import pgettext

from kernel.languages.choices import current_language

NEVER_ROUNDED = 10**6  # sixteen days are not told as two weeks
LOCALES = {"fr": "fr", "en": "en_GB", "ar": "ar"}


def _locale(language: str | None) -> str:
    return LOCALES[language or current_language()]


def _written(moment: datetime, pattern: str, language: str | None) -> str:
    return str(format_date(moment, pattern, locale=_locale(language)))


def day_in_words(moment: datetime, zone: str, language: str | None = None, *, weekday: bool = False) -> str:
    """« 9 décembre 2026 », with the weekday on demand: the day on which the clocks of `zone` show the instant."""
    return _written(moment.astimezone(ZoneInfo(zone)), "EEEE d MMMM y" if weekday else "d MMMM y", language)


def month_in_words(moment: datetime, zone: str, language: str | None = None) -> str:
    """« déc. 2026 », for the date column of a list."""
    return _written(moment.astimezone(ZoneInfo(zone)), "MMM y", language)


def clock(moment: datetime, zone: str) -> str:
    """« 9:30 » on the clocks of `zone`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.hour}:{local.minute:02}"


@cache
def _city(zone: str, locale: str) -> str:
    return str(get_timezone_location(zone, locale=locale, return_city=True))


def city(zone: str, language: str | None = None) -> str:
    """The city that names a zone, in the reader's language."""
    return _city(zone, _locale(language))


def _comma(language: str | None) -> str:
    return "،" if (language or current_language()) == "ar" else ","


def hours(start: datetime, end: datetime, zone: str, language: str | None = None, *, day: date | None = None) -> str:
    """« 9:30–12:30 » on the clocks of `zone`; other days than `day` (the start's own by default) are named."""
    tz = ZoneInfo(zone)
    first, last = start.astimezone(tz).date(), end.astimezone(tz).date()
    before = "" if first == (day or first) else f"{day_in_words(start, zone, language)}{_comma(language)} "
    if first == last:
        return f"{before}{clock(start, zone)}–{clock(end, zone)}"
    return f"{before}{clock(start, zone)} – {day_in_words(end, zone, language)}{_comma(language)} {clock(end, zone)}"


def _one(moment: datetime, zone: str, language: str | None, day: date) -> str:
    """« 9:00 », after its day where that is not `day`."""
    if moment.astimezone(ZoneInfo(zone)).date() == day:
        return clock(moment, zone)
    return f"{day_in_words(moment, zone, language)}{_comma(language)} {clock(moment, zone)}"


def _shared(told: Iterable[tuple[str, str]], language: str | None) -> str:
    """« 9:00 (Tunis, Paris) · 10:00 (Beyrouth) »: what is told alike is told once; (words, zone) in order."""
    groups: dict[str, list[str]] = {}
    for words, zone in told:
        groups.setdefault(words, []).append(city(zone, language))
    joint = f"{_comma(language)} "
    return " · ".join(f"{words} ({joint.join(dict.fromkeys(names))})" for words, names in groups.items())


def moment(at: datetime, zones: Iterable[str], language: str | None = None) -> str:
    """« mercredi 9 décembre 2026, 9:00 (Tunis) · 10:00 (Beyrouth) »: an instant in the meeting's zone, then others."""
    listed = list(dict.fromkeys(zones))
    day = at.astimezone(ZoneInfo(listed[0])).date()
    named = day_in_words(at, listed[0], language, weekday=True)
    told = ((_one(at, zone, language, day), zone) for zone in listed)
    return f"{named}{_comma(language)} {_shared(told, language)}"


def in_zones(start: datetime, end: datetime, zones: Iterable[str], language: str | None = None) -> str:
    """« 9:30–12:30 (Tunis, Paris) »: zones whose clocks agree share their hours; the first one leads."""
    listed = list(dict.fromkeys(zones))
    day = start.astimezone(ZoneInfo(listed[0])).date()
    return _shared(((hours(start, end, zone, language, day=day), zone) for zone in listed), language)


def when(start: datetime, end: datetime, zones: Iterable[str], language: str | None = None) -> str:
    """« mercredi 9 décembre 2026, 9:30–12:30 (Tunis, Paris) »: the meeting's zone first, then the reader's."""
    listed = list(zones)
    day = day_in_words(start, listed[0], language, weekday=True)
    return f"{day}{_comma(language)} {in_zones(start, end, listed, language)}"


def language_names(codes: Iterable[str]) -> str:
    """« français, arabe, anglais », in the active language."""
    names = {
        "fr": pgettext("name of a language", "français"),
        "en": pgettext("name of a language", "anglais"),
        "ar": pgettext("name of a language", "arabe"),
    }
    return f"{_comma(None)} ".join(names[code] for code in codes if code in names)


def time_left(span: timedelta, language: str | None = None) -> str:
    """« 1 heure et 25 minutes »: the two largest units of what is left, the last minute begun counted whole."""
    minutes = max(-(-int(span.total_seconds()) // 60), 1)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    counted: list[tuple[timedelta, Literal["day", "hour", "minute"]]] = [
        (timedelta(days=days), "day"),
        (timedelta(hours=hours), "hour"),
        (timedelta(minutes=rest), "minute"),
    ]
    largest = next(place for place, (part, _unit) in enumerate(counted) if part)
    locale = _locale(language)
    words = [
        format_timedelta(part, granularity=unit, threshold=NEVER_ROUNDED, locale=locale)
        for part, unit in counted[largest : largest + 2]
        if part
    ]
    return format_list(words, locale=locale)
