"""Counting by group, and the share and tests of one proportion that everything else stands on."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from .votes import AGREE, DISAGREE, PASS, Floats, Integers, Votes

UNGROUPED = -1
Z_90 = 1.2816  # one-sided 90 %, rounded as the reference implementation rounds it
Z_95 = 1.6449


@dataclass(frozen=True)
class Counts:
    """A, D and P of every group and statement; each array has the shape (groups, statements)."""

    agree: Integers
    disagree: Integers
    passed: Integers

    @property
    def seen(self) -> Integers:
        """S = A + D + P."""
        return self.agree + self.disagree + self.passed

    def total(self) -> Counts:
        """All groups together, as one group."""
        return Counts(*(part.sum(axis=0, keepdims=True) for part in (self.agree, self.disagree, self.passed)))

    def others(self) -> Counts:
        """For each group, everyone grouped elsewhere."""
        whole = self.total()
        return Counts(whole.agree - self.agree, whole.disagree - self.disagree, whole.passed - self.passed)

    def of(self, groups: Any) -> Counts:
        """Some groups only."""
        return Counts(self.agree[groups], self.disagree[groups], self.passed[groups])


def count(votes: Votes, group_of: Integers, groups: int) -> Counts:
    """Count votes by group. `group_of`: shape (people,), a group's index, or UNGROUPED for people of no group."""
    group = group_of[votes.person]
    cell = group * votes.statements + votes.statement

    def number(value: int) -> Integers:
        mine = cell[(group != UNGROUPED) & (votes.value == value)]
        return np.bincount(mine, minlength=groups * votes.statements).reshape(groups, votes.statements)

    return Counts(number(AGREE), number(DISAGREE), number(PASS))


def count_everyone(votes: Votes) -> Counts:
    """All people as one group, grouped elsewhere or not. Shapes (1, statements)."""
    return count(votes, np.zeros(votes.people, dtype=np.int64), 1)


def smoothed_share(successes: Any, seen: Any) -> Floats:
    """P = (A + 1) / (S + 2): the posterior mean under a uniform prior, Beta(1, 1)."""
    share: Floats = (np.asarray(successes) + 1.0) / (np.asarray(seen) + 2.0)
    return share


def share_z(successes: Any, seen: Any) -> Floats:
    """z of one proportion against one half: 2 √(S + 1) · ((A + 1) / (S + 1) - 1/2)."""
    trials = np.asarray(seen) + 1.0
    z: Floats = 2.0 * np.sqrt(trials) * ((np.asarray(successes) + 1.0) / trials - 0.5)
    return z


def two_share_z(successes: Any, seen: Any, other_successes: Any, other_seen: Any) -> Floats:
    """z of two proportions with one added to all four counts; 0 where the pooled share is 1.

    π1 = (A + 1)/(S + 1), π2 likewise for the others, π = (A + A' + 2)/(S + S' + 2),
    z = (π1 - π2) / √(π (1 - π) (1/(S + 1) + 1/(S' + 1))).
    """
    one, other = np.asarray(seen) + 1.0, np.asarray(other_seen) + 1.0
    first = (np.asarray(successes) + 1.0) / one
    second = (np.asarray(other_successes) + 1.0) / other
    pooled = (np.asarray(successes) + np.asarray(other_successes) + 2.0) / (one + other)
    variance = pooled * (1.0 - pooled) * (1.0 / one + 1.0 / other)
    z: Floats = np.divide(first - second, np.sqrt(variance), out=np.zeros_like(first), where=variance > 0)
    return z


def wilson_bounds(successes: Any, trials: Any, z: float = Z_90) -> tuple[Floats, Floats]:
    """Lower and upper bound of a share, each one-sided (Wilson 1927). (0, 1) where there is no trial."""
    n = np.asarray(trials, dtype=np.float64)
    some = np.maximum(n, 1.0)
    share = np.asarray(successes) / some
    middle = share + z * z / (2.0 * some)
    half = z * np.sqrt(share * (1.0 - share) / some + z * z / (4.0 * some * some))
    below = np.where(n > 0, (middle - half) / (1.0 + z * z / some), 0.0)
    above = np.where(n > 0, (middle + half) / (1.0 + z * z / some), 1.0)
    return below, above


def upper_tail(z: Floats) -> Floats:
    """P(Z > z) of a standard normal variable."""
    normal = NormalDist()
    flat = [1.0 - normal.cdf(float(one)) if one < 0 else normal.cdf(-float(one)) for one in np.ravel(z)]
    return np.array(flat).reshape(np.shape(z))


def benjamini_hochberg(p_values: Any, q: float = 0.10) -> Any:
    """Which of many tests hold when at most a share q of the discoveries may be false (Benjamini, Hochberg 1995).

    Returns booleans of the shape of `p_values`; NaN (no test was made) never holds and is not counted.
    """
    p = np.asarray(p_values, dtype=np.float64)
    tested = ~np.isnan(p)
    held = np.zeros(p.shape, dtype=bool)
    ordered = np.sort(p[tested])
    if not len(ordered):
        return held
    passing = np.nonzero(ordered <= q * np.arange(1, len(ordered) + 1) / len(ordered))[0]
    if len(passing):
        held[tested] = p[tested] <= ordered[passing[-1]]
    return held
