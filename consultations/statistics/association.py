"""Does opinion follow level, or shore, or cut across both?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from .votes import Integers

FOLLOWS = 0.3  # Cramér's V from which an association is more than slight (Cohen 1988, medium effect)
LEVEL = 0.05
SHUFFLES = 199


def table(first: Integers, second: Integers) -> Integers:
    """How many people stand in each pair of groups; people without a group (-1) in either are left out."""
    both = (first >= 0) & (second >= 0)
    rows, columns = _width(first[both]), _width(second[both])
    return np.bincount(first[both] * columns + second[both], minlength=rows * columns).reshape(rows, columns)


def _width(labels: Integers) -> int:
    return int(labels.max()) + 1 if len(labels) else 1


def adjusted_rand(first: Integers, second: Integers) -> float:
    """Agreement of two partitions beyond chance: 1 the same, about 0 unrelated (Hubert, Arabie 1985)."""
    crossed = table(first, second)

    def pairs(numbers: Integers) -> float:
        return float((numbers * (numbers - 1) / 2.0).sum())

    whole = pairs(np.array([crossed.sum()]))
    rows, columns, cells = pairs(crossed.sum(axis=1)), pairs(crossed.sum(axis=0)), pairs(crossed)
    expected = rows * columns / whole if whole else 0.0
    most = (rows + columns) / 2.0
    return 1.0 if most == expected else (cells - expected) / (most - expected)


def cramers_v(first: Integers, second: Integers) -> float:
    """Cramér's V of two partitions: √(χ² / (n · (min(rows, columns) - 1))), 0 to 1; 0 where one has a single group."""
    crossed = table(first, second).astype(np.float64)
    crossed = crossed[crossed.sum(axis=1) > 0][:, crossed.sum(axis=0) > 0]
    number = crossed.sum()
    narrow = min(crossed.shape) - 1
    if not number or narrow < 1:
        return 0.0
    expected = np.outer(crossed.sum(axis=1), crossed.sum(axis=0)) / number
    return float(np.sqrt(((crossed - expected) ** 2 / expected).sum() / (number * narrow)))


@dataclass(frozen=True)
class Association:
    """Cramér's V between opinion groups and another partition, and the share of shuffles that reach it."""

    v: float
    p: float

    @property
    def follows(self) -> bool:
        """Whether opinion follows that partition."""
        return self.v >= FOLLOWS and self.p <= LEVEL


def association(opinion: Integers, other: Integers, *, seed: int = 0, shuffles: int = SHUFFLES) -> Association:
    """Test an association by shuffling who belongs where: p = (1 + shuffles with V at least as high) / (1 + all)."""
    both = (opinion >= 0) & (other >= 0)
    mine, theirs = opinion[both], other[both]
    real = cramers_v(mine, theirs)
    chance = np.random.default_rng([seed, 2])
    reached = sum(cramers_v(mine, chance.permutation(theirs)) >= real - 1e-12 for _turn in range(shuffles))
    return Association(real, (1.0 + reached) / (1.0 + shuffles))


class Follows(StrEnum):
    """What opinion groups follow; each is one sentence of the report."""

    LEVEL = "level"
    SHORE = "shore"
    BOTH = "both"
    ACROSS = "across"
    NO_GROUPS = "no groups"


def what_opinion_follows(level: Association | None, shore: Association | None) -> Follows:
    """One word for the sentence: opinion follows level, shore, both, or cuts across both. None: no distinct groups."""
    if level is None or shore is None:
        return Follows.NO_GROUPS
    if level.follows and shore.follows:
        return Follows.BOTH
    if level.follows:
        return Follows.LEVEL
    return Follows.SHORE if shore.follows else Follows.ACROSS
