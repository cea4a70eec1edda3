"""Days and hours as mails write them: in the zone of the event, then in the reader's."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location

from kernel.languages.choices import current_language

MASHREQ = "ar_LB"
COMMA = {"fr": ", ", "en": ", ", "ar": "، "}


def day(moment: datetime, zone: str) -> str:
    """ "mercredi 9 décembre 2026" in the active language; Arabic gives both names of the month."""
    language = current_language()
    local = moment.astimezone(ZoneInfo(zone)).date()
    if language != "ar":
        pattern = "EEEE d MMMM y"
        return format_date(local, pattern, locale=language)
    other = format_date(local, "MMMM", locale=MASHREQ)
    return format_date(local, f"EEEE d MMMM '({other})' y", locale=language)


def hour(moment: datetime, zone: str) -> str:
    """ "9:30", on 24 hours, Latin digits."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.hour}:{local:%M}"


def city(zone: str) -> str:
    """The city that names a zone, in the active language: "Le Caire"."""
    return get_timezone_location(zone, locale=Locale.parse(current_language()), return_city=True)


def moment(at: datetime, zones: list[str]) -> str:
    """A day and hour in each zone that reads it differently: "lundi 23 novembre 2026, 14:00 (Tunis, Paris)"."""
    return period(at, None, zones)


def period(start: datetime, end: datetime | None, zones: list[str]) -> str:
    """From when to when, in the event's zone first, then in the reader's where their clocks differ.

    "mercredi 9 décembre 2026, 9:30–12:30 (Tunis, Paris)" ; "…, 9:30–12:30 (Casablanca) · 10:30–13:30 (Paris)".
    The day is repeated only where it differs.
    """
    readings: dict[tuple[str, str], list[str]] = {}
    for zone in dict.fromkeys(zones):
        cities = readings.setdefault((day(start, zone), _hours(start, end, zone)), [])
        if city(zone) not in cities:
            cities.append(city(zone))
    comma = COMMA[current_language()]
    parts: list[str] = []
    last_day = ""
    for (date, hours), cities in readings.items():
        named = f"{hours} ({comma.join(cities)})"
        parts.append(named if date == last_day else f"{date}{comma}{named}")
        last_day = date
    return " · ".join(parts)


def _hours(start: datetime, end: datetime | None, zone: str) -> str:
    if end is None:
        return hour(start, zone)
    if day(start, zone) == day(end, zone):
        return f"{hour(start, zone)}–{hour(end, zone)}"
    return f"{hour(start, zone)} – " + f"{day(end, zone)}{COMMA[current_language()]}{hour(end, zone)}"
