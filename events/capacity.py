"""Who finds a seat, and who is next: computed from what is registered, never kept as a counter.

Pure functions over plain things, so that they serve meetings today and organisations or sessions later. A `Seat` is
what one person would occupy, a `Pool` a number of places for the seats it covers, a `Tally` what is registered.
Pools may overlap: a seat must find room in every pool that covers it, the worst one decides.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from types import MappingProxyType


class Room(IntEnum):
    """What a newcomer finds, worst first.

    Every place is taken; what is left is kept for invited people; the pool is closed; what is left belongs to people
    who wait; or a seat.
    """

    FULL = 0
    HELD = 1
    CLOSED = 2
    QUEUED = 3
    FREE = 4


@dataclass(frozen=True, order=True)
class Seat:
    """The place one person takes: for which constituency and shore, and how they attend."""

    constituency: str
    shore: str
    mode: str


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """For which seats something stands; a blank condition matches all."""

    constituency: str = ""
    shore: str = ""
    mode: str = ""

    def covers(self, seat: Seat) -> bool:
        """Whether the seat meets every condition."""
        return all(
            wanted in ("", given)
            for wanted, given in (
                (self.constituency, seat.constituency),
                (self.shore, seat.shore),
                (self.mode, seat.mode),
            )
        )

    def meets(self, other: "Conditions") -> bool:
        """Whether some seat is covered by both."""
        return all(
            "" in pair or pair[0] == pair[1]
            for pair in (
                (self.constituency, other.constituency),
                (self.shore, other.shore),
                (self.mode, other.mode),
            )
        )


@dataclass(frozen=True, kw_only=True)
class Pool(Conditions):
    """`size` places for the seats it covers. While it is closed only those whom one is held for take it."""

    size: int
    closed: bool = False
    ident: int | None = None


@dataclass(frozen=True, kw_only=True)
class Hold(Conditions):
    """`number` places kept for the holders of a code: counted in every pool that might count one of them."""

    number: int
    ident: int | None = None


@dataclass(frozen=True)
class Tally:
    """Registrations by seat: `taken` fills places (confirmed or offered), `waiting` stands in line.

    `offered` is the part of `taken` that awaits an answer.
    """

    taken: Mapping[Seat, int] = field(default_factory=dict)
    waiting: Mapping[Seat, int] = field(default_factory=dict)
    offered: Mapping[Seat, int] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True)
class Waiter:
    """Someone in line. `hold` is the code whose places are kept for them."""

    ident: int
    seat: Seat
    since: datetime
    priority: int = 0
    hold: int | None = None


def in_order(line: Iterable[Waiter]) -> list[Waiter]:
    """The order in which people are served: priority, then how long they have waited."""
    return sorted(line, key=lambda waiter: (-waiter.priority, waiter.since, waiter.ident))


def _within(conditions: Conditions, counts: Mapping[Seat, int]) -> int:
    return sum(number for seat, number in counts.items() if conditions.covers(seat))


def taken_in(pool: Pool, tally: Tally) -> int:
    """How many places of a pool are taken: confirmed, or offered and not answered yet."""
    return _within(pool, tally.taken)


def offered_in(pool: Pool, tally: Tally) -> int:
    """How many places of a pool await someone's answer."""
    return _within(pool, tally.offered)


def claimed_in(pool: Pool, claims: Mapping[Seat, int]) -> int:
    """How many places of a pool those who wait would take before a newcomer."""
    return _within(pool, claims)


def waiting_in(pool: Pool, tally: Tally) -> int:
    """How many people wait for a place of a pool."""
    return _within(pool, tally.waiting)


def held_in(pool: Pool, tally: Tally) -> int:
    """How many places of a pool are kept for holders of codes."""
    return sum(hold.number for hold in tally.holds if hold.meets(pool))


def left_in(pool: Pool, tally: Tally) -> int:
    """Places of a pool that are neither taken nor held; never negative, also after its size was cut."""
    return max(pool.size - taken_in(pool, tally) - held_in(pool, tally), 0)


def room_in(
    pool: Pool, tally: Tally, claims: Mapping[Seat, int] = MappingProxyType({}), *, despite_closed: bool = False
) -> Room:
    """What someone finds in one pool, once those who wait have had what they claim.

    `despite_closed` asks for the team's own hand, and for whoever a place is held for.
    """
    free = pool.size - taken_in(pool, tally)
    if free <= 0:
        return Room.FULL
    left = free - held_in(pool, tally)
    if left <= 0:
        return Room.HELD
    if pool.closed and not despite_closed:
        return Room.CLOSED
    return Room.FREE if left > claimed_in(pool, claims) else Room.QUEUED


def room_for(
    seat: Seat, pools: Collection[Pool], tally: Tally, *, behind_queue: bool = True, despite_closed: bool = False
) -> Room:
    """What a newcomer finds: the worst answer of all the pools that cover the seat; no pool, no limit.

    `behind_queue=False` asks for someone who is already in line.
    """
    claims = claims_of(pools, tally) if behind_queue else {}
    answers = (room_in(pool, tally, claims, despite_closed=despite_closed) for pool in pools if pool.covers(seat))
    return min(answers, default=Room.FREE)


def claims_of(pools: Collection[Pool], tally: Tally) -> dict[Seat, int]:
    """How many of those who wait for each seat could have one now: at least as many as promotion would serve.

    Whoever is kept out by another pool claims nothing, and so keeps nobody else waiting.
    """
    return {seat: min(number, _open_for(seat, pools, tally, number)) for seat, number in tally.waiting.items()}


def _open_for(seat: Seat, pools: Iterable[Pool], tally: Tally, most: int) -> int:
    covering = [pool for pool in pools if pool.covers(seat)]
    return min((0 if pool.closed else left_in(pool, tally) for pool in covering), default=most)


def tightest(seat: Seat, pools: Iterable[Pool], tally: Tally) -> Pool | None:
    """The pool that decides for a seat: the one with the fewest places left; None when nothing limits it."""
    return min((p for p in pools if p.covers(seat)), key=lambda pool: left_in(pool, tally), default=None)


def is_held(tally: Tally, ident: int | None) -> bool:
    """Whether a place is kept for the holder of this code."""
    return ident is not None and any(hold.ident == ident and hold.number > 0 for hold in tally.holds)


def without_hold(tally: Tally, ident: int | None) -> Tally:
    """What someone finds whom a place is held for: the places of their own code are not in their way."""
    return replace(tally, holds=tuple(hold for hold in tally.holds if hold.ident != ident))


def _with_hold_used(tally: Tally, ident: int) -> Tally:
    used = (replace(h, number=max(h.number - 1, 0)) if h.ident == ident else h for h in tally.holds)
    return replace(tally, holds=tuple(used))


def without_seat(tally: Tally, seat: Seat) -> Tally:
    """The tally as if one person had given this seat back."""
    return replace(tally, taken={**tally.taken, seat: tally.taken.get(seat, 0) - 1})


def next_in_line(line: Iterable[Waiter], pools: Collection[Pool], tally: Tally) -> Iterator[Waiter]:
    """Those who may have a place now, in order, each counted before the next is asked.

    A category that finds no room is passed for the whole run, and the others go on.
    """
    taken, passed = Counter(tally.taken), set()
    now = replace(tally, taken=taken)
    for waiter in in_order(line):
        category = (waiter.seat, waiter.hold)
        if category in passed:
            continue
        hold = waiter.hold if is_held(now, waiter.hold) else None
        found = now if hold is None else without_hold(now, hold)
        room = room_for(waiter.seat, pools, found, behind_queue=False, despite_closed=hold is not None)
        if room != Room.FREE:
            passed.add(category)
            continue
        taken[waiter.seat] += 1
        now = now if hold is None else _with_hold_used(now, hold)
        yield waiter
