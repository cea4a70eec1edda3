"""Dates, hours and zones in words, as pages show them (kernel.mail.times words them for letters): CLDR through Babel.

Hours are written 9:30 in the three languages and digits are Western, as on the rest of the site.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_location
from babel.lists import format_list
from babel.units import format_unit
from django.utils.translation import pgettext

from kernel.languages.choices import current_language

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


def in_zones(start: datetime, end: datetime, zones: Iterable[str], language: str | None = None) -> str:
    """« 9:30–12:30 (Tunis, Paris) »: zones whose clocks agree share their hours; the first one leads."""
    listed = list(dict.fromkeys(zones))
    day = start.astimezone(ZoneInfo(listed[0])).date()
    groups: dict[str, list[str]] = {}
    for zone in listed:
        names = groups.setdefault(hours(start, end, zone, language, day=day), [])
        names.append(city(zone, language))
    joint = f"{_comma(language)} "
    return " · ".join(f"{span} ({joint.join(dict.fromkeys(names))})" for span, names in groups.items())


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
    counted = [(days, "duration-day"), (hours, "duration-hour"), (rest, "duration-minute")]
    largest = next(place for place, (number, _unit) in enumerate(counted) if number)
    locale = _locale(language)
    words = [
        format_unit(number, unit, length="long", locale=locale, numbering_system="latn")
        for number, unit in counted[largest : largest + 2]
        if number
    ]
    return format_list(words, locale=locale)
