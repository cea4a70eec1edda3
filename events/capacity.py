"""Who finds a seat: availability is computed from what is registered, never kept as a counter.

Pure functions over three plain things, so that they serve meetings today and organisations or sessions later:
a `Seat` is what one person would occupy, a `Pool` is a number of places for the seats it covers, a `Tally` counts
registrations by seat. Pools may overlap: a seat must find room in every pool that covers it, the worst one decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Room(IntEnum):
    """What a newcomer finds, worst first: the pool is taken, or what is left belongs to people who wait, or a seat."""

    FULL = 0
    QUEUED = 1
    FREE = 2


@dataclass(frozen=True, order=True)
class Seat:
    """The place one person takes: for which constituency and shore, and how they attend."""

    constituency: str
    shore: str
    mode: str


@dataclass(frozen=True)
class Pool:
    """`size` places for the seats that match every condition given; a blank condition matches all."""

    size: int
    constituency: str = ""
    shore: str = ""
    mode: str = ""
    ident: int | None = None

    def covers(self, seat: Seat) -> bool:
        """Whether the seat is counted in this pool."""
        return (
            self.constituency in ("", seat.constituency)
            and self.shore in ("", seat.shore)
            and self.mode in ("", seat.mode)
        )


@dataclass(frozen=True)
class Tally:
    """Registrations by seat: `taken` fills places (confirmed, later also offered), `waiting` stands in line."""

    taken: Mapping[Seat, int] = field(default_factory=dict)
    waiting: Mapping[Seat, int] = field(default_factory=dict)


def _within(pool: Pool, counts: Mapping[Seat, int]) -> int:
    return sum(number for seat, number in counts.items() if pool.covers(seat))


def taken_in(pool: Pool, tally: Tally) -> int:
    """How many places of a pool are taken."""
    return _within(pool, tally.taken)


def waiting_in(pool: Pool, tally: Tally) -> int:
    """How many people wait for a place of a pool."""
    return _within(pool, tally.waiting)


def left_in(pool: Pool, tally: Tally) -> int:
    """Places of a pool that nobody has taken; never negative, also after its size was cut."""
    return max(pool.size - taken_in(pool, tally), 0)


def room_in(pool: Pool, tally: Tally, *, behind_queue: bool = True) -> Room:
    """What a newcomer finds in one pool. `behind_queue=False` asks for someone who is already in line."""
    left = pool.size - taken_in(pool, tally)
    if left <= 0:
        return Room.FULL
    if behind_queue and left - waiting_in(pool, tally) <= 0:
        return Room.QUEUED
    return Room.FREE


def room_for(seat: Seat, pools: Iterable[Pool], tally: Tally, *, behind_queue: bool = True) -> Room:
    """What a newcomer finds: the worst answer of all the pools that cover the seat; no pool, no limit."""
    answers = (room_in(pool, tally, behind_queue=behind_queue) for pool in pools if pool.covers(seat))
    return min(answers, default=Room.FREE)


def tightest(seat: Seat, pools: Iterable[Pool], tally: Tally) -> Pool | None:
    """The pool that decides for a seat: the one with the fewest places left; None when nothing limits it."""
    return min((p for p in pools if p.covers(seat)), key=lambda pool: left_in(pool, tally), default=None)
