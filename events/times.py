"""Wall times and instants: what an organiser types is kept, the instant is derived from it.

A meeting keeps its local date and time, its zone (IANA) and the instant in UTC. When a government changes its clock,
`instant` is called again on the same wall time and everybody still meets at half past nine.
"""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# zones of the basin's countries and of Brussels first, so that the list an organiser reads is short
ZONES = (
    "Europe/Paris",
    "Africa/Tunis",
    "Africa/Algiers",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Tripoli",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Damascus",
    "Asia/Gaza",
    "Asia/Hebron",
    "Asia/Jerusalem",
    "Asia/Nicosia",
    "Europe/Athens",
    "Europe/Brussels",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/Ljubljana",
    "Europe/Madrid",
    "Europe/Malta",
    "Europe/Podgorica",
    "Europe/Rome",
    "Europe/Sarajevo",
    "Europe/Tirane",
    "Europe/Zagreb",
)


class LocalTimeError(ValidationError):
    """A wall time that the clocks of its zone never show, or show twice."""


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def validate_zone(name: str) -> None:
    """Refuse a name that is no IANA zone (abbreviations such as CET included)."""
    if "/" not in name or name not in _known_zones():
        raise ValidationError(
            _("« %(zone)s » n’est pas un fuseau connu. Écrivez par exemple « Africa/Tunis »."),
            params={"zone": name},
        )


def instant(day: date, at: time, zone: str) -> datetime:
    """The instant (UTC) at which the clocks of `zone` show this wall time.

    Raises LocalTimeError when the hour is skipped or repeated by a change of clocks: the organiser must choose another.
    """
    local = datetime.combine(day, at.replace(second=0, microsecond=0), ZoneInfo(zone))
    first, second = local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if first == second:
        return first
    shown = {"time": f"{at:%H:%M}", "zone": zone}
    if first.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise LocalTimeError(
            _(
                "À %(time)s, l’heure n’existe pas ce jour-là (%(zone)s) : les horloges avancent. "
                "Choisissez une autre heure."
            ),
            code="nonexistent",
            params=shown,
        )
    raise LocalTimeError(
        _("À %(time)s, l’heure se répète ce jour-là (%(zone)s) : les horloges reculent. Choisissez une autre heure."),
        code="ambiguous",
        params=shown,
    )


def end_of_minute(moment: datetime) -> datetime:
    """A deadline includes its minute: « jusqu’à 18:00 » is still open at 18:00:59."""
    return moment.replace(second=59, microsecond=999999)
