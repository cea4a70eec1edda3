"""Someone who keeps everything ever published and solves it: bounds over the whole sequence, and elimination.

Written apart from the code that protects: unknowns are the people of every level and shore at every moment, for one
answer; equations are the figures shown and the totals; people only come.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

LEVEL, SHORE, CELL, ALL = "level", "shore", "cell", "all"


@dataclass
class Attacker:
    """`levels`, `shores`: the groups that exist. Each `see` adds a moment."""

    levels: list[str]
    shores: list[str]
    moments: int = 0
    equations: list[tuple[frozenset[int], int]] = field(default_factory=list)
    last: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self):
        self.cells = [(level, shore) for level in self.levels for shore in self.shores]

    def see(self, total, shown, changed):
        """A moment: the total, the figures {(kind, group): people} and which of them were just replaced."""
        at = self.moments
        self.moments += 1
        self.equations.append((self.unknowns((ALL, ""), at), total))
        for key in changed:
            self.equations.append((self.unknowns(key, at), shown[key]))

    def unknowns(self, key, at):
        """The unknowns that make up a group's people at a moment."""
        kind, group = key
        base = at * len(self.cells)
        chosen = {
            LEVEL: lambda cell: cell[0] == group,
            SHORE: lambda cell: cell[1] == group,
            CELL: lambda cell: "|".join(cell) == group,
            ALL: lambda cell: True,
        }[kind]
        return frozenset(base + place for place, cell in enumerate(self.cells) if chosen(cell))

    def groups(self):
        """Every group that someone may want to know."""
        return (
            [(LEVEL, level) for level in self.levels]
            + [(SHORE, shore) for shore in self.shores]
            + [(CELL, "|".join(cell)) for cell in self.cells]
        )

    def bounds(self):
        """{(group, moment): (lowest, highest)} by passing bounds along until nothing moves.

        Unknown: people of every group at every moment, and those who came to it between two moments. Known: every
        margin is the sum of its cells, nobody leaves, and what was shown.
        """
        groups = [*self.groups(), (ALL, "")]
        infinite = 10**6
        names = [(group, "at", t) for group in groups for t in range(self.moments)]
        names += [(group, "came", t) for group in groups for t in range(1, self.moments)]
        place = {name: i for i, name in enumerate(names)}
        low, high = np.zeros(len(names)), np.full(len(names), float(infinite))
        lookup = {self.unknowns(group, t): (group, "at", t) for group in reversed(groups) for t in range(self.moments)}
        for unknowns, value in self.equations:
            low[place[lookup[unknowns]]] = high[place[lookup[unknowns]]] = value
        known = {}
        for unknowns, value in self.equations:  # differences of what was shown twice
            group, _at, t = lookup[unknowns]
            known.setdefault(group, {})[t] = value
        sums = []  # (whole, parts)
        for t in range(self.moments):
            for how in ("at", "came"):
                if how == "came" and not t:
                    continue
                cell_of = {cell: place[(CELL, "|".join(cell)), how, t] for cell in self.cells}
                level_of = {level: place[(LEVEL, level), how, t] for level in self.levels}
                shore_of = {shore: place[(SHORE, shore), how, t] for shore in self.shores}
                everyone = place[(ALL, ""), how, t]
                sums += [(level_of[level], [cell_of[level, s] for s in self.shores]) for level in self.levels]
                sums += [(shore_of[shore], [cell_of[lev, shore] for lev in self.levels]) for shore in self.shores]
                sums += [(everyone, list(level_of.values())), (everyone, list(shore_of.values()))]
            if t:
                sums += [(place[g, "at", t], [place[g, "at", t - 1], place[g, "came", t]]) for g in groups]
        for group, values in known.items():
            times = sorted(values)
            for earlier, later in pairwise(times):
                if later == earlier + 1:
                    where = place[group, "came", later]
                    low[where] = high[where] = values[later] - values[earlier]
        self._pass_along(sums, low, high)
        return {name: (round(float(low[i])), round(float(high[i]))) for name, i in place.items()}

    @staticmethod
    def _pass_along(sums, low, high):
        for _round in range(60):
            before = low.sum(), high.sum()
            for whole, parts in sums:
                lows, highs = low[parts], high[parts]
                low[whole], high[whole] = max(low[whole], lows.sum()), min(high[whole], highs.sum())
                low[parts] = np.maximum(lows, low[whole] - (highs.sum() - highs))
                high[parts] = np.minimum(highs, high[whole] - (lows.sum() - lows))
            if before == (low.sum(), high.sum()):
                return

    def eliminated(self):
        """What elimination alone finds: {(group, moment)} whose people are a combination of what was shown."""
        size = self.moments * len(self.cells)
        matrix = np.zeros((len(self.equations), size))
        for row, (unknowns, _value) in enumerate(self.equations):
            matrix[row, list(unknowns)] = 1.0
        _left, sizes, right = np.linalg.svd(matrix, full_matrices=False)
        basis = right[sizes > 1e-9 * sizes[0]]
        found = set()
        for group in self.groups():
            for at in range(self.moments):
                wanted = np.zeros(size)
                wanted[list(self.unknowns(group, at))] = 1.0
                if np.linalg.norm(wanted - basis.T @ (basis @ wanted)) < 1e-7:
                    found.add((group, at))
        return found
