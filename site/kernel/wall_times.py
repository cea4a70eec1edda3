"""Wall times and instants: what an organiser types on the clocks of a zone, and the instant (UTC) it stands for.

A meeting keeps its local date and time, its zone (IANA) and the instant. When a government changes its clock,
`instant` is called again on the same wall time and everybody still meets at half past nine.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Fold = Literal[0, 1]
MINUTE = timedelta(minutes=1)
# where the clocks of a zone show an hour twice: which of the two
FOLDS = [
    (0, gettext_lazy("La première fois, avant le recul des horloges")),
    (1, gettext_lazy("La seconde fois, après")),
]

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
    """A wall time that the clocks of its zone never show, or show twice.

    `proposals` are the nearest wall times that exist, or the two instants (UTC) that the clocks show alike.
    """

    def __init__(self, message: str, *, code: str, proposals: tuple[datetime, ...]) -> None:
        super().__init__(message, code=code)
        self.proposals = proposals

    @property
    def is_ambiguous(self) -> bool:
        """Whether it is enough to say which of the two is meant."""
        return bool(self.code == "ambiguous")


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether a name is an IANA zone; abbreviations such as CET are not."""
    return "/" in name and name in _known_zones()


def validate_zone(name: str) -> None:
    """Refuse a name that is no IANA zone (abbreviations such as CET included)."""
    if not is_zone(name):
        raise ValidationError(
            _("« %(zone)s » n’est pas un fuseau connu. Écrivez par exemple « Africa/Tunis »."),
            params={"zone": name},
        )


def readings(wall: datetime, zone: str) -> tuple[datetime, ...]:
    """The instants (UTC) at which the clocks of `zone` show a wall time: one, none where they skip it, two where they
    repeat it, the earlier first."""
    local = wall.replace(second=0, microsecond=0, tzinfo=ZoneInfo(zone))
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return (first,)
    shown = first.astimezone(local.tzinfo).replace(tzinfo=None, fold=0)
    return (first, second) if shown == local.replace(tzinfo=None, fold=0) else ()


def nearest(wall: datetime, zone: str) -> tuple[datetime, datetime]:
    """Around a wall time that the clocks skip: the last minute before the gap and the first after it, as wall times."""
    local = wall.replace(second=0, microsecond=0, tzinfo=ZoneInfo(zone))
    before, after = (local.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    early, late = local.replace(fold=1).astimezone(UTC), local.replace(fold=0).astimezone(UTC)
    while late - early > MINUTE:  # the change lies after `early`, at the latest at `late`
        middle = early + (late - early) // 2 // MINUTE * MINUTE
        if middle.astimezone(local.tzinfo).utcoffset() == before:
            early = middle
        else:
            late = middle
    return (late + before - MINUTE).replace(tzinfo=None), (late + after).replace(tzinfo=None)


def instant(day: date, at: time, zone: str, fold: Fold | int | None = None) -> datetime:
    """The instant (UTC) at which the clocks of `zone` show this wall time.

    Where they show it twice, `fold` says which is meant: 0 before the change of clocks, 1 after it. Raises
    LocalTimeError when the hour is skipped (with the nearest hours that exist), or repeated and `fold` is None.
    """
    wall = datetime.combine(day, at)
    found = readings(wall, zone)
    if len(found) == 1:
        return found[0]
    if not found:
        raise _skipped(wall, zone)
    if fold is None:
        raise _repeated(wall, zone, found)
    return found[fold]


def _skipped(wall: datetime, zone: str) -> LocalTimeError:
    proposals = nearest(wall, zone)
    last, first = (_hour(each, wall) for each in proposals)
    return LocalTimeError(
        _(
            "À %(time)s, l’heure n’existe pas ce jour-là (%(zone)s) : les horloges avancent. "
            "Les heures les plus proches : %(last)s ou %(first)s."
        )
        % {"time": f"{wall:%H:%M}", "zone": zone, "last": last, "first": first},
        code="nonexistent",
        proposals=proposals,
    )


def _repeated(wall: datetime, zone: str, found: tuple[datetime, ...]) -> LocalTimeError:
    return LocalTimeError(
        _(
            "À %(time)s, l’heure se répète ce jour-là (%(zone)s) : les horloges reculent. "
            "Dites si vous pensez à la première fois ou à la seconde."
        )
        % {"time": f"{wall:%H:%M}", "zone": zone},
        code="ambiguous",
        proposals=found,
    )


def _hour(moment: datetime, beside: datetime) -> str:
    """« 3:00 », with the day where it is another one."""
    shown = f"{moment.hour}:{moment:%M}"
    return shown if moment.date() == beside.date() else f"{moment:%d/%m} {shown}"


def as_typed(moment: datetime, zone: str) -> tuple[str, int | None]:
    """The wall time of an instant, as ISO 8601 to the minute, and which of two it is where the clocks repeat it."""
    local = moment.astimezone(ZoneInfo(zone))
    wall = local.replace(tzinfo=None, fold=0, second=0, microsecond=0)
    return wall.isoformat(timespec="minutes"), local.fold if len(readings(wall, zone)) > 1 else None


def end_of_minute(moment: datetime) -> datetime:
    """A deadline includes its minute: « jusqu’à 18:00 » is still open at 18:00:59."""
    return moment.replace(second=59, microsecond=999999)
