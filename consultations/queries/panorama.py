"""Results at a glance: what joins, what divides, who holds back. Made from published figures, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..findings import Finding, findings
from ..results import Breakdown, Tally, percent
from .counting import NORTH, SOUTH_AND_EAST
from .results import CONSTITUENCIES, SHORES, StatementResult

APART = 5  # points: marks closer than this stand one above the other
MOST_LANES = 4


@dataclass(frozen=True)
class Mark:
    """A level on the line from 0 to 100: its agreement among all who answered, in per cent, and its lane from 0."""

    group: str
    share: int
    lane: int


@dataclass(frozen=True)
class Read:
    """A statement's result with what it means; `place`: which of them it is, from 0."""

    result: StatementResult
    finding: Finding
    place: int = 0

    @property
    def net(self) -> int:
        """Agreement less disagreement among everyone in the table by level, in points from -100 to 100."""
        tally = self.result.by_constituency.total
        return tally.agree_share - tally.disagree_share

    @property
    def spread(self) -> int | None:
        """Highest less lowest agreement of the levels shown, in points."""
        return None if self.finding.spread is None else round(100 * self.finding.spread)

    @property
    def consensus(self) -> int | None:
        """Level-informed consensus, in points."""
        return None if self.finding.consensus is None else round(100 * self.finding.consensus)

    @property
    def is_debated(self) -> bool:
        """Whether a level holds back or answers otherwise."""
        return bool(self.finding.reserved or self.finding.apart)

    @property
    def by_level(self) -> Mapping[str, Tally]:
        """The levels shown."""
        return _rows(self.result.by_constituency)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The levels shown, from the one that agrees least, in lanes that keep close ones apart."""
        ends: list[int] = []
        found = []
        shares = [(tally.agree_share, CONSTITUENCIES.index(group), group) for group, tally in self.by_level.items()]
        for share, _place, group in sorted(shares):
            free = next((lane for lane, end in enumerate(ends) if share - end >= APART), None)
            if free is None:
                free = len(ends) if len(ends) < MOST_LANES else ends.index(min(ends))
            ends[free : free + 1] = [share]
            found.append(Mark(group, share, free))
        return tuple(found)

    @property
    def shore_gap(self) -> int | None:
        """By how many points agreement differs from one shore to the other; None where one is not shown."""
        shown = _rows(self.result.by_shore)
        if NORTH not in shown or SOUTH_AND_EAST not in shown:
            return None
        return abs(shown[NORTH].agree_share - shown[SOUTH_AND_EAST].agree_share)

    def way(self, page: int, each: int) -> str:
        """Where its line stands, seen from a page of results of which each holds so many statements."""
        own = self.place // each + 1
        where = "" if own == page else "." if own == 1 else f"?page={own}"
        return f"{where}#l{self.result.statement.number}"

    def coverage(self, people: int) -> int:
        """Share of those who took part who answered this statement, in per cent."""
        return min(100, percent(self.result.total.seen, people))


@dataclass(frozen=True)
class Panorama:
    """All statements, in their order, and those of them that say something of the whole; the strongest first.

    Of bridges: those where the two shores stand closest. `nearest`: the statement with the highest consensus, which
    need not be common ground.
    """

    reads: tuple[Read, ...]
    ground: tuple[Read, ...]
    bridges: tuple[Read, ...]
    debated: tuple[Read, ...]
    nearest: Read | None


def panorama(results: Sequence[StatementResult]) -> Panorama:
    """What the published tables say together. No query."""
    made = findings(
        [_rows(one.by_constituency) for one in results],
        [_rows(one.by_shore) for one in results],
        CONSTITUENCIES,
        SHORES,
    )
    reads = tuple(Read(one, finding, place) for place, (one, finding) in enumerate(zip(results, made, strict=True)))
    ranked = sorted((one for one in reads if one.consensus is not None), key=lambda one: -(one.finding.consensus or 0))
    return Panorama(
        reads=reads,
        ground=tuple(one for one in ranked if one.finding.is_common_ground),
        bridges=tuple(sorted((one for one in ranked if one.finding.is_bridge), key=lambda one: one.shore_gap or 0)),
        debated=tuple(sorted((one for one in reads if one.is_debated), key=lambda one: -(one.finding.spread or 0))),
        nearest=ranked[0] if ranked else None,
    )


def _rows(breakdown: Breakdown) -> dict[str, Tally]:
    return {cell.group: cell.tally for cell in breakdown.cells if cell.tally}
