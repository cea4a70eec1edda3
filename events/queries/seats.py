"""How many seats there are and how many are left: counted from the registrations each time it is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from events.capacity import (
    Hold,
    Pool,
    Room,
    Seat,
    Tally,
    claimed_in,
    claims_of,
    held_in,
    left_in,
    offered_in,
    room_for,
    room_in,
    taken_in,
    waiting_in,
)
from events.choices import SEATED_STATES, RegistrationState
from events.models import Meeting, Quota, Registration

from .codes import holds_of


@dataclass(frozen=True)
class SeatsOfPool:
    """One quota as a reader sees it. `left` is what newcomers find: nothing while it is closed or claimed."""

    quota: Quota
    size: int
    taken: int
    offered: int
    held: int
    waiting: int
    left: int
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
    offered: int
    held: int
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
    return whole + tuple(pool_of(quota) for quota in quotas)


def pool_of(quota: Quota) -> Pool:
    """A quota for the capacity engine."""
    return Pool(
        size=quota.size,
        constituency=quota.constituency,
        shore=quota.shore,
        mode=quota.mode,
        closed=quota.closed,
        ident=quota.pk,
    )


def tally_of(meeting: Meeting, at: datetime) -> Tally:
    """The registrations of one meeting, counted by seat, and the places that its codes keep at that time."""
    return _tallies([meeting.pk], at)[meeting.pk]


def _tallies(meeting_ids: Sequence[int], at: datetime) -> dict[int, Tally]:
    """The registrations of several meetings counted by seat in one query, what codes keep in another."""
    counts: dict[int, dict[str, dict[Seat, int]]] = defaultdict(lambda: defaultdict(dict))
    counted = (
        Registration.objects.filter(meeting__in=meeting_ids, state__in=[*SEATED_STATES, RegistrationState.WAITING])
        .order_by()
        .values_list("meeting_id", "state", "constituency", "shore", "mode")
        .annotate(number=Count("pk"))
    )
    for meeting_id, state, constituency, shore, mode, number in counted:
        counts[meeting_id][state][Seat(constituency, shore, mode)] = number
    holds = holds_of(meeting_ids, at)
    return {pk: _tally(counts[pk], holds[pk]) for pk in meeting_ids}


def _tally(counts: Mapping[str, dict[Seat, int]], holds: list[Hold]) -> Tally:
    taken: dict[Seat, int] = defaultdict(int)
    for state in SEATED_STATES:
        for seat, number in counts.get(state, {}).items():
            taken[seat] += number
    return Tally(
        taken=dict(taken),
        waiting=counts.get(RegistrationState.WAITING, {}),
        offered=counts.get(RegistrationState.OFFERED, {}),
        holds=tuple(holds),
    )


def seats_of(meeting: Meeting, at: datetime | None = None) -> Seats:
    """The seats of one meeting, now unless a time is given: places that codes keep are free when those expire."""
    return seats_of_many([meeting], at)[meeting.pk]


def seats_of_many(meetings: Sequence[Meeting], at: datetime | None = None) -> dict[int, Seats]:
    """The seats of several meetings by id, in three queries however many there are."""
    ids = [meeting.pk for meeting in meetings]
    quotas: dict[int, list[Quota]] = defaultdict(list)
    for quota in Quota.objects.filter(meeting__in=ids):
        quotas[quota.meeting_id].append(quota)
    tallies = _tallies(ids, at or timezone.now())
    return {meeting.pk: _seats(meeting, quotas[meeting.pk], tallies[meeting.pk]) for meeting in meetings}


def _seats(meeting: Meeting, quotas: list[Quota], tally: Tally) -> Seats:
    pools = pools_of(meeting, quotas)
    claims = claims_of(pools, tally)
    rows = tuple(_row(quota, tally, claims) for quota in quotas)
    size, left = _whole(meeting, rows, tally, claims)
    return Seats(
        meeting=meeting,
        quotas=rows,
        pools=pools,
        tally=tally,
        size=size,
        left=left,
        taken=sum(tally.taken.values()),
        offered=sum(tally.offered.values()),
        held=sum(hold.number for hold in tally.holds),
        waiting=sum(tally.waiting.values()),
    )


def _row(quota: Quota, tally: Tally, claims: Mapping[Seat, int]) -> SeatsOfPool:
    pool = pool_of(quota)
    room = room_in(pool, tally, claims)
    return SeatsOfPool(
        quota=quota,
        size=quota.size,
        taken=taken_in(pool, tally),
        offered=offered_in(pool, tally),
        held=held_in(pool, tally),
        waiting=waiting_in(pool, tally),
        left=left_in(pool, tally) - claimed_in(pool, claims) if room == Room.FREE else 0,
        room=room,
    )


def _whole(
    meeting: Meeting, rows: tuple[SeatsOfPool, ...], tally: Tally, claims: Mapping[Seat, int]
) -> tuple[int | None, int | None]:
    """Size and places left of the whole meeting: its capacity, and its quotas where they leave nobody out."""
    sizes, lefts = [], []
    if meeting.capacity is not None:
        whole = Pool(size=meeting.capacity)
        sizes.append(meeting.capacity)
        lefts.append(max(left_in(whole, tally) - claimed_in(whole, claims), 0))
    by_constituency = {row.quota.constituency: row for row in rows if not row.quota.shore and not row.quota.mode}
    if meeting.open_to and set(meeting.open_to) <= set(by_constituency):
        sizes.append(sum(by_constituency[name].size for name in meeting.open_to))
        lefts.append(sum(by_constituency[name].left for name in meeting.open_to))
    return min(sizes, default=None), min(lefts, default=None)
