"""How many seats there are and how many are left: counted from the registrations each time it is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from events.capacity import Pool, Room, Seat, Tally, left_in, room_for, room_in, taken_in, waiting_in
from events.choices import SEATED_STATES, RegistrationState
from events.models import Meeting, Quota, Registration


@dataclass(frozen=True)
class SeatsOfPool:
    """One quota as a reader sees it."""

    quota: Quota
    size: int
    taken: int
    waiting: int
    room: Room

    @property
    def is_full(self) -> bool:
        """Whether a newcomer joins the waiting list."""
        return self.room < Room.FREE


@dataclass(frozen=True)
class Seats:
    """All seats of a meeting: quotas one by one, then the whole. `size` and `left` are None without limit."""

    meeting: Meeting
    quotas: tuple[SeatsOfPool, ...]
    pools: tuple[Pool, ...]
    tally: Tally
    size: int | None
    left: int | None
    taken: int
    waiting: int

    @property
    def is_full(self) -> bool:
        """Whether every newcomer joins the waiting list."""
        return self.left == 0

    def room_for(self, seat: Seat) -> Room:
        """What a newcomer finds for this seat."""
        return room_for(seat, self.pools, self.tally)

    def of(self, constituency: str) -> SeatsOfPool | None:
        """The quota kept for one constituency alone, if there is one."""
        return next((row for row in self.quotas if _only_constituency(row.quota, constituency)), None)


def _only_constituency(quota: Quota, constituency: str) -> bool:
    return quota.constituency == constituency and not quota.shore and not quota.mode


def pools_of(meeting: Meeting, quotas: Iterable[Quota]) -> tuple[Pool, ...]:
    """A meeting's pools for the capacity engine: the whole, if limited, and each quota."""
    whole = (Pool(size=meeting.capacity),) if meeting.capacity is not None else ()
    return whole + tuple(_pool(quota) for quota in quotas)


def _pool(quota: Quota) -> Pool:
    return Pool(size=quota.size, constituency=quota.constituency, shore=quota.shore, mode=quota.mode, ident=quota.pk)


def tally_of(meeting: Meeting) -> Tally:
    """The registrations of one meeting, counted by seat."""
    return _tallies([meeting.pk])[meeting.pk]


def _tallies(meeting_ids: Sequence[int]) -> dict[int, Tally]:
    """The registrations of several meetings, counted by seat in one query."""
    taken: dict[int, dict[Seat, int]] = defaultdict(lambda: defaultdict(int))
    waiting: dict[int, dict[Seat, int]] = defaultdict(lambda: defaultdict(int))
    counted = (
        Registration.objects.filter(meeting__in=meeting_ids, state__in=[*SEATED_STATES, RegistrationState.WAITING])
        .order_by()
        .values_list("meeting_id", "state", "constituency", "shore", "mode")
        .annotate(number=Count("pk"))
    )
    for meeting_id, state, constituency, shore, mode, number in counted:
        counts = waiting if state == RegistrationState.WAITING else taken
        counts[meeting_id][Seat(constituency, shore, mode)] += number
    return {pk: Tally(taken=dict(taken[pk]), waiting=dict(waiting[pk])) for pk in meeting_ids}


def seats_of(meeting: Meeting) -> Seats:
    """The seats of one meeting."""
    return seats_of_many([meeting])[meeting.pk]


def seats_of_many(meetings: Sequence[Meeting]) -> dict[int, Seats]:
    """The seats of several meetings by id, in two queries however many there are."""
    ids = [meeting.pk for meeting in meetings]
    quotas: dict[int, list[Quota]] = defaultdict(list)
    for quota in Quota.objects.filter(meeting__in=ids):
        quotas[quota.meeting_id].append(quota)
    tallies = _tallies(ids)
    return {meeting.pk: _seats(meeting, quotas[meeting.pk], tallies[meeting.pk]) for meeting in meetings}


def _seats(meeting: Meeting, quotas: list[Quota], tally: Tally) -> Seats:
    rows = tuple(_row(quota, tally) for quota in quotas)
    size, left = _whole(meeting, rows, tally)
    return Seats(
        meeting=meeting,
        quotas=rows,
        pools=pools_of(meeting, quotas),
        tally=tally,
        size=size,
        left=left,
        taken=sum(tally.taken.values()),
        waiting=sum(tally.waiting.values()),
    )


def _row(quota: Quota, tally: Tally) -> SeatsOfPool:
    pool = _pool(quota)
    return SeatsOfPool(
        quota=quota,
        size=quota.size,
        taken=taken_in(pool, tally),
        waiting=waiting_in(pool, tally),
        room=room_in(pool, tally),
    )


def _whole(meeting: Meeting, rows: tuple[SeatsOfPool, ...], tally: Tally) -> tuple[int | None, int | None]:
    """Size and places left of the whole meeting: its capacity, and its quotas where they leave nobody out."""
    sizes, lefts = [], []
    if meeting.capacity is not None:
        sizes.append(meeting.capacity)
        lefts.append(left_in(Pool(size=meeting.capacity), tally))
    by_constituency = {row.quota.constituency: row for row in rows if not row.quota.shore and not row.quota.mode}
    if meeting.open_to and set(meeting.open_to) <= set(by_constituency):
        sizes.append(sum(by_constituency[name].size for name in meeting.open_to))
        lefts.append(sum(max(row.size - row.taken, 0) for row in by_constituency.values()))
    return min(sizes, default=None), min(lefts, default=None)
