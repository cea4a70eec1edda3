"""The rules of a time zone as a calendar needs them: a VTIMEZONE for a stretch of time (RFC 5545, section 3.6.5).

Every change of clocks is an observance of its own, without RRULE or RDATE: programs disagree on those, and no rule says
what Morocco does around Ramadan. An onset is written on the clocks that it ends, as the RFC wants it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

MINUTE = timedelta(minutes=1)
STEP = timedelta(days=6)  # shorter than any stretch between two changes, Ramadan's month included


def vtimezone(zone: str, *, first: datetime, last: datetime) -> Timezone:
    """The rules of `zone` (an IANA name) from the year before `first` to the end of the year after `last`."""
    return _rules(zone, first.astimezone(UTC).year - 1, last.astimezone(UTC).year + 2)


@lru_cache(maxsize=256)
def _rules(zone: str, first_year: int, last_year: int) -> Timezone:
    """Kept for the process: entries are made under a meeting's lock, and rules change with the installation only."""
    tz = ZoneInfo(zone)
    begins, ends = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year, 1, 1, tzinfo=UTC)
    changes = list(_changes(tz, begins, ends))
    usual = min(_offset(tz, moment) for moment in (begins, *changes))
    whole = Timezone()
    whole.add("TZID", zone)
    whole.add_component(_observance(tz, begins, before=_offset(tz, begins), usual=usual))
    for change in changes:
        whole.add_component(_observance(tz, change, before=_offset(tz, change - MINUTE), usual=usual))
    return whole


def _observance(
    tz: ZoneInfo, onset: datetime, *, before: timedelta, usual: timedelta
) -> TimezoneStandard | TimezoneDaylight:
    """What the clocks show from `onset` on; the later of two readings is daylight time, Morocco's too."""
    after = _offset(tz, onset)
    part = TimezoneDaylight() if after > usual else TimezoneStandard()
    part.add("DTSTART", (onset + before).replace(tzinfo=None))
    part.add("TZOFFSETFROM", before)
    part.add("TZOFFSETTO", after)
    part.add("TZNAME", onset.astimezone(tz).tzname())
    return part


def _changes(tz: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The instants, to the minute, from which the clocks show another offset."""
    early = begins
    while early < ends:
        late = min(early + STEP, ends)
        if _offset(tz, early) != _offset(tz, late):
            yield _first_after(tz, early, late)
        early = late


def _first_after(tz: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The change between two instants whose offsets differ."""
    before = _offset(tz, early)
    while late - early > MINUTE:
        middle = early + (late - early) // 2 // MINUTE * MINUTE
        if _offset(tz, middle) == before:
            early = middle
        else:
            late = middle
    return late


def _offset(tz: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()
