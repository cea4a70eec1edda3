"""Disclosure control: what may be said of groups without betraying fewer than five people. Pure.

Two ways lead from published tables back to a few people, and both are closed here.

*In time.* Totals move with each vote, so a group that moves by one person between two publications names that person's
answer. Groups therefore move on a `Ladder`: a published figure is replaced only when it has moved by at least five
people, and those who are not shown yet stay together in a pool of at least two groups and five people, or of nobody.

*Across tables.* Levels, shores and level by shore are margins of one table, so a cell that is shown nowhere may follow
from the others. `exposed` solves what a reader can solve (the range of every cell of a contingency table under given
margins is a maximum flow: Gusfield 1988) for agreements, disagreements and passes at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from .choices import MINIMUM_CELL

Counts = tuple[int, int, int]  # people who agree, disagree, pass
NOBODY: Counts = (0, 0, 0)
LAYERS = range(3)
FEWEST_GROUPS = 2  # in a pool: one alone is the total less the others
MOST_POOLS = 40  # earlier ones that a later step may still tell something of
SPREAD = 3  # at least this far apart stay the bounds of a number that is shown nowhere


def added(counts: Iterable[Counts]) -> Counts:
    """The sum of counts."""
    agree = disagree = passed = 0
    for one in counts:
        agree, disagree, passed = agree + one[0], disagree + one[1], passed + one[2]
    return agree, disagree, passed


def less(one: Counts, other: Counts) -> Counts:
    """The difference of counts."""
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


def moved(difference: Counts) -> int:
    """The fewest people whose answers explain a difference: those who came, left, or answered otherwise."""
    rest = -sum(difference)  # who came was absent before
    return sum(part for part in (*difference, rest) if part > 0)


@dataclass(frozen=True)
class Pool:
    """Who was left out of a table when it was replaced, and what a reader has learned of it since.

    `total`: everyone at that moment. `kept`: what each group kept back, which nobody may learn. `steps`: of each group
    that was brought up to date since, by how much it grew then, and by how much everyone had grown.
    """

    total: Counts
    kept: Mapping[str, Counts]
    steps: Mapping[str, tuple[Counts, Counts]]

    @property
    def left(self) -> Counts:
        """What everyone can compute: the total less everything shown."""
        return added(self.kept.values())


@dataclass(frozen=True)
class Ladder:
    """The published figures of one grouping. A group shown has at least five people; others are in no row."""

    shown: Mapping[str, Counts]
    pools: tuple[Pool, ...] = ()

    @property
    def total(self) -> Counts:
        """Everyone who stands in a row."""
        return added(self.shown.values())


EMPTY = Ladder({})


def climbed(ladder: Ladder, counts: Mapping[str, Counts], frozen: frozenset[str] = frozenset()) -> Ladder | None:
    """The ladder with every group brought up to date that may be; None when nothing may move.

    `counts`: everyone, exactly. `frozen`: groups that must stay as they are. Starting from all groups that have moved
    by five people, the one that moved least steps back until what is left out betrays nobody.
    """
    gaps = {group: less(now, ladder.shown.get(group, NOBODY)) for group, now in counts.items()}
    ready = [
        group
        for group, gap in gaps.items()
        if moved(gap) >= MINIMUM_CELL and sum(counts[group]) >= MINIMUM_CELL and group not in frozen
    ]
    ready.sort(key=lambda group: (-moved(gaps[group]), group))
    while ready:
        fewer = [[group for group in ready if group != other] for other in reversed(ready)]
        for chosen in (ready, *fewer):
            candidate = _with(ladder, counts, gaps, chosen)
            if chosen and _is_sealed(candidate):
                return candidate
        ready.pop()
    return None


def _with(ladder: Ladder, counts: Mapping[str, Counts], gaps: Mapping[str, Counts], ready: list[str]) -> Ladder:
    total = added(counts.values())
    earlier = (_seen_again(pool, gaps, ready, total) for pool in ladder.pools if set(pool.kept) - set(pool.steps))
    kept = {group: gap for group, gap in gaps.items() if any(gap) and group not in ready}
    shown = {**ladder.shown, **{group: counts[group] for group in ready}}
    return Ladder(shown, (*tuple(earlier)[-MOST_POOLS:], Pool(total, kept, {})))


def _seen_again(pool: Pool, gaps: Mapping[str, Counts], ready: list[str], total: Counts) -> Pool:
    """What a step teaches of an earlier pool: nobody's figure moved between, or the group would have stepped then."""
    first = [group for group in ready if group in pool.kept and group not in pool.steps]
    since = less(total, pool.total)
    return replace(pool, steps={**pool.steps, **{group: (gaps[group], since) for group in first}})


def _is_sealed(ladder: Ladder) -> bool:
    """Whether neither the latest pool nor an earlier one gives away what a group kept back."""
    latest = ladder.pools[-1]
    if latest.kept and (len(latest.kept) < FEWEST_GROUPS or moved(latest.left) < MINIMUM_CELL):
        return False
    return all(_stays_closed(pool) for pool in ladder.pools)


def _stays_closed(pool: Pool) -> bool:
    """Whether what was published since leaves every small part of a pool wide bounds."""
    if min((min(kept) for kept in pool.kept.values()), default=0) < 0:
        return True  # answers were changed or taken back: a difference is not a number of people
    small = [group for group, kept in pool.kept.items() if 0 < sum(kept) < MINIMUM_CELL]
    return all(sum(_width(pool, group, layer) for layer in LAYERS) >= SPREAD for group in small)


def _width(pool: Pool, group: str, layer: int) -> int:
    """How far apart a reader's bounds stand for what a group kept back, one answer at a time."""
    left = pool.left[layer]

    def most(one: str) -> int:
        return min(left, max(pool.steps[one][0][layer], 0)) if one in pool.steps else left

    def least(one: str) -> int:  # what came since does not explain the whole step
        grown, since = pool.steps.get(one, (NOBODY, NOBODY))
        return max(0, grown[layer] - max(since[layer], 0))

    others = [one for one in pool.kept if one != group]
    below = max(least(group), left - sum(most(one) for one in others))
    above = min(most(group), left - sum(least(one) for one in others))
    return max(0, above - below)


# Across tables: the cells of a table whose margins are published.

Cell = tuple[str, str]
SOURCE, SINK = "source", "sink"


@dataclass(frozen=True)
class Crossing:
    """A table of levels by shores and what a reader knows of it.

    `cells`: everyone, exactly. Of rows, columns and cells: those in `known` are known exactly, and every other one
    is known to be at least its value in `floors` and at most its value in `ceilings`. Keys are (row, ""),
    ("", column) and (row, column).
    """

    cells: Mapping[Cell, Counts]
    known: frozenset[Cell]
    floors: Mapping[Cell, Counts] = field(default_factory=dict)
    ceilings: Mapping[Cell, Counts] = field(default_factory=dict)

    def above(self, key: Cell, value: int, layer: int) -> int:
        """By how much a number may be higher, as far as its own bound goes."""
        if key in self.ceilings:
            return max(self.ceilings[key][layer] - value, 0)
        return sum(counts[layer] for counts in self.cells.values()) + MINIMUM_CELL

    def below(self, key: Cell, value: int, layer: int) -> int:
        """By how much it may be lower."""
        return max(value - self.floors.get(key, NOBODY)[layer], 0)


def exposed(crossing: Crossing, spread: int = SPREAD) -> Cell | None:
    """A cell of one to four people whose bounds are closer than `spread`; None when there is none."""
    flows = [_flows(crossing, layer) for layer in LAYERS]
    for key in flows[0]:
        value = sum(one[key] for one in flows) - sum(crossing.floors.get(key, NOBODY))
        if key in crossing.known or not 0 < value < MINIMUM_CELL:
            continue
        width = 0
        for layer in LAYERS:
            width += _slack(crossing, flows[layer], key, layer, spread - width)
            if width >= spread:
                break
        if width < spread:
            return key
    return None


def _flows(crossing: Crossing, layer: int) -> dict[Cell, int]:
    flows: dict[Cell, int] = {}
    for (row, column), counts in crossing.cells.items():
        value = counts[layer]
        flows[row, column] = value
        flows[row, ""] = flows.get((row, ""), 0) + value
        flows["", column] = flows.get(("", column), 0) + value
    return flows


def _ends(key: Cell) -> tuple[Cell | str, Cell | str]:
    row, column = key
    if not column:
        return SOURCE, (row, "")
    return ("", column) if not row else (row, ""), SINK if not row else ("", column)


def _slack(crossing: Crossing, flows: Mapping[Cell, int], key: Cell, layer: int, enough: int) -> int:
    """By how many people a number may be higher or lower with everything known unchanged; `enough` ends the search."""
    start, end = _ends(key)
    room = _room(crossing, flows, key, layer)
    more = _augmented(dict(room), end, start, min(enough, crossing.above(key, flows[key], layer)))
    if more >= enough:
        return more
    return more + _augmented(room, start, end, min(enough - more, crossing.below(key, flows[key], layer)))


Room = dict[tuple["Cell | str", "Cell | str"], int]


def _room(crossing: Crossing, flows: Mapping[Cell, int], key: Cell, layer: int) -> Room:
    """How far each number but `key` may move, as capacities of a residual network."""
    room: Room = {}
    for other, value in flows.items():
        if other == key or other in crossing.known:
            continue
        start, end = _ends(other)
        room[start, end] = crossing.above(other, value, layer)
        room[end, start] = crossing.below(other, value, layer)
    return room


def _augmented(room: Room, start: Cell | str, end: Cell | str, enough: int) -> int:
    """The flow that fits between two points, up to `enough` (shortest augmenting paths: Edmonds, Karp 1972)."""
    flow = 0
    while flow < enough:
        path = _path(room, start, end)
        if path is None:
            return flow
        step = min(enough - flow, *(room[pair] for pair in path))
        for one, other in path:
            room[one, other] -= step
            room[other, one] = room.get((other, one), 0) + step
        flow += step
    return flow


def _path(room: Room, start: Cell | str, end: Cell | str) -> list[tuple[Cell | str, Cell | str]] | None:
    after: dict[Cell | str, list[Cell | str]] = {}
    for (one, other), width in room.items():
        if width > 0:
            after.setdefault(one, []).append(other)
    came: dict[Cell | str, Cell | str] = {start: start}
    reached = [start]
    for point in reached:
        for following in after.get(point, ()):
            if following not in came:
                came[following] = point
                reached.append(following)
    if end not in came:
        return None
    path = []
    while end != start:
        path.append((came[end], end))
        end = came[end]
    return path[::-1]
