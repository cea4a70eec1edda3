"""Every number that follows from the published tables, statement by statement.

The formulas are those of `consultations.statistics`; `recompute.py` states them again on its own, and a test holds the
two together. Groups that disclosure control keeps back are groups that were not heard.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from ..choices import MINIMUM_CELL
from ..statistics.consensus import (
    bridges,
    common_ground,
    divergences,
    group_informed_consensus,
    level_consensus,
    shares,
    two_shore_consensus,
)
from ..statistics.counts import Counts, smoothed_share, wilson_bounds
from ..statistics.representation import r_score

Triple = tuple[int, int, int]  # agree, disagree, pass
Table = Mapping[str, Triple]  # group -> its answers
NORTH, SOUTH_AND_EAST = "north", "south_east"
SHORES = (NORTH, SOUTH_AND_EAST)


def results(
    levels: Sequence[str], tables: Mapping[int, Mapping[str, Table]], totals: Mapping[int, Triple]
) -> list[dict[str, Any]]:
    """One entry a statement, by number. `tables`: statement -> "levels", "shores" or "crossed" -> group -> answers;
    groups of "crossed" are named level|shore. `totals`: statement -> everyone's answers."""
    numbers = sorted(tables)
    level_counts = _counts(tables, "levels", levels, numbers)
    shore_counts = _counts(tables, "shores", SHORES, numbers)
    north, south = (_counts(tables, "crossed", [f"{level}|{shore}" for level in levels], numbers) for shore in SHORES)
    by_level = level_consensus(level_counts, MINIMUM_CELL)
    heard = [np.flatnonzero(by_level.heard[:, c]) for c in range(len(numbers))]
    ground = common_ground(level_counts, shore_counts, MINIMUM_CELL)
    bridge = bridges(shore_counts, level_counts, MINIMUM_CELL)
    apart = divergences(level_counts, minimum=MINIMUM_CELL)
    both = two_shore_consensus(north, south, MINIMUM_CELL)
    mean = shares(level_counts, MINIMUM_CELL)
    return [
        {
            "statement": number,
            "total": _share(totals.get(number)),
            "levels": {level: _share(triple) for level, triple in sorted(tables[number].get("levels", {}).items())},
            "shores": {shore: _share(triple) for shore, triple in sorted(tables[number].get("shores", {}).items())},
            "level_consensus": _number(by_level.value[c]),
            "group_informed_consensus": _product(level_counts, c, heard[c]),
            "weakest_level": levels[by_level.weakest[c]] if by_level.weakest[c] >= 0 else None,
            "reservations": _named(levels, by_level.reserved[:, c]),
            "common_ground": bool(ground[c]),
            "bridge": bool(bridge[c]),
            "two_shore_consensus": _number(both[c]),
            "divergences": _named(levels, apart[:, c]),
            "mean_of_people": _number(mean.micro[c]),
            "mean_of_levels": _number(mean.macro[c]),
            **_distances(tables[number].get("levels", {}).values()),
            "shore_gap": _shore_gap(tables[number].get("shores", {})),
        }
        for c, number in enumerate(numbers)
    ]


def balance(people: Mapping[str, int], network: Mapping[str, int]) -> float | None:
    """The R-score of the people published of each level against the organisations of the network."""
    levels = [level for level, bodies in network.items() if bodies]
    return _number(r_score([people.get(level, 0) for level in levels], [network[level] for level in levels]))


def _shore_gap(table: Table) -> float | None:
    if not all(shore in table for shore in SHORES):
        return None
    north, south = (table[shore][0] / sum(table[shore]) for shore in SHORES)
    return abs(north - south)


def _counts(
    tables: Mapping[int, Mapping[str, Table]], name: str, groups: Sequence[str], numbers: Sequence[int]
) -> Counts:
    array = np.zeros((3, len(groups), len(numbers)), dtype=np.int64)
    for c, number in enumerate(numbers):
        table = tables[number].get(name, {})
        for g, group in enumerate(groups):
            array[:, g, c] = table.get(group, (0, 0, 0))
    return Counts(array[0], array[1], array[2])


def _share(triple: Triple | None) -> dict[str, Any] | None:
    if triple is None:
        return None
    agree, disagree, _passed = triple
    seen = sum(triple)
    lower, upper = wilson_bounds(agree, seen)
    return {
        "seen": seen,
        "agree": agree / seen if seen else None,
        "disagree": disagree / seen if seen else None,
        "smoothed": float(smoothed_share(agree, seen)),
        "lower": float(lower),
        "upper": float(upper),
    }


def _distances(rows: Collection[Triple]) -> dict[str, float | None]:
    """How far agreement stands from disagreement among the levels published, and how far apart these stand."""
    seen = sum(map(sum, rows))
    rates = [triple[0] / sum(triple) for triple in rows]
    return {
        "net": sum(triple[0] - triple[1] for triple in rows) / seen if seen else None,
        "spread": max(rates) - min(rates) if len(rates) > 1 else None,
    }


def _product(counts: Counts, c: int, heard: Any) -> float | None:
    if not len(heard):
        return None
    agree, _disagree = group_informed_consensus(counts.of(heard))
    return float(agree[c])


def _named(levels: Sequence[str], chosen: Any) -> list[str]:
    return [level for level, holds in zip(levels, chosen, strict=True) if holds]


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
