"""What published tables say: where levels agree across the sea, where they part, who holds back. Pure.

Everything here is computed from figures that everyone sees, so anyone can compute it again; a group that is not shown
takes no part in it and is named as missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .results import Tally
from .statistics.consensus import bridges, common_ground, divergences, level_consensus, shares
from .statistics.counts import Counts
from .statistics.votes import Booleans, Integers


@dataclass(frozen=True)
class Finding:
    """One statement. Shares and consensus are 0 to 1; None where too few groups are shown to say.

    `consensus`: geometric mean of the levels' smoothed agreement (LIC). `weakest`: the level that agrees least.
    `missing`: levels of which nothing is shown. `reserved`: levels of which surely less than half agree. `apart`:
    levels that answer otherwise than the others (false discoveries held at 10 %). `spread`: highest less lowest
    agreement of the levels shown.
    """

    consensus: float | None
    weakest: str
    missing: tuple[str, ...]
    reserved: tuple[str, ...]
    apart: tuple[str, ...]
    is_common_ground: bool
    is_bridge: bool
    micro: float | None
    macro: float | None
    spread: float | None

    @property
    def majorities_differ(self) -> bool:
        """A majority of people is not a majority of levels, or the reverse: worth a warning."""
        if self.micro is None or self.macro is None:
            return False
        return (self.micro - 0.5) * (self.macro - 0.5) < 0


Shown = Mapping[str, Tally]


def findings(
    by_level: Sequence[Shown], by_shore: Sequence[Shown], levels: Sequence[str], shores: Sequence[str]
) -> list[Finding]:
    """One finding a statement, from its rows shown by level and by shore."""
    if not by_level:
        return []
    of_levels, of_shores = _counts(by_level, levels), _counts(by_shore, shores)
    consensus, means = level_consensus(of_levels), shares(of_levels)
    ground, bridge, apart = common_ground(of_levels, of_shores), bridges(of_shores, of_levels), divergences(of_levels)
    return [
        Finding(
            consensus=_number(consensus.value[place]),
            weakest=levels[int(consensus.weakest[place])] if shown else "",
            missing=tuple(level for level in levels if level not in shown),
            reserved=_named(levels, consensus.reserved[:, place]),
            apart=_named(levels, apart[:, place]),
            is_common_ground=bool(ground[place]),
            is_bridge=bool(bridge[place]),
            micro=_number(means.micro[place]),
            macro=_number(means.macro[place]),
            spread=_spread(shown),
        )
        for place, shown in enumerate(by_level)
    ]


def _spread(shown: Shown) -> float | None:
    rates = [tally.agree / tally.seen for tally in shown.values()]
    return max(rates) - min(rates) if len(rates) > 1 else None


def _counts(tables: Sequence[Shown], groups: Sequence[str]) -> Counts:
    def number(pick: str) -> Integers:
        rows = [[getattr(shown[group], pick) if group in shown else 0 for shown in tables] for group in groups]
        return np.array(rows, dtype=np.int64).reshape(len(groups), len(tables))

    return Counts(number("agree"), number("disagree"), number("passed"))


def _named(levels: Sequence[str], chosen: Booleans) -> tuple[str, ...]:
    return tuple(level for level, holds in zip(levels, chosen, strict=True) if holds)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
