"""Where groups agree: the reference's consensus, and ours across levels and shores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .counts import (
    Z_90,
    Z_95,
    Counts,
    benjamini_hochberg,
    share_z,
    smoothed_share,
    two_share_z,
    upper_tail,
    wilson_bounds,
)
from .votes import Booleans, Floats, Integers

HALF = 0.5
MINIMUM_SEEN = 5  # votes: fewer in a group say nothing of it
MINIMUM_LEVELS = 3  # levels that must be heard before one may speak of common ground
EQUIVALENCE = 0.15  # two shores closer than this are taken for equal
BRIDGE_FLOOR = 0.6  # a bridge also has at least this level-informed consensus


def group_informed_consensus(counts: Counts) -> tuple[Floats, Floats]:
    """GIC_a(c) = ∏_g P_a(g, c), and the same with P_d. Two arrays of shape (statements,); 1 where there is no group.

    Not comparable between partitions with different numbers of groups: see `normalised`.
    """
    return (
        smoothed_share(counts.agree, counts.seen).prod(axis=0),
        smoothed_share(counts.disagree, counts.seen).prod(axis=0),
    )


def normalised(consensus: Floats, groups: int) -> Floats:
    """GIC^(1/|G|): the geometric mean, comparable between partitions."""
    result: Floats = consensus ** (1.0 / groups) if groups else consensus
    return result


def standard_consensus(counts: Counts) -> Floats:
    """Geometric mean over groups of P_a · (1 - P_d), with the Jeffreys prior of one half (red-dwarf, issue 120)."""
    agree = (counts.agree + 0.5) / (counts.seen + 1.0)
    disagree = (counts.disagree + 0.5) / (counts.seen + 1.0)
    groups = counts.agree.shape[0]
    product: Floats = (agree * (1.0 - disagree)).prod(axis=0)
    return normalised(product, groups)


def overall_consensus(total: Counts, limit: int = 5) -> tuple[list[int], list[int]]:
    """What most people agree with, and what most disagree with: P > 1/2 and z > 1.2816, ranked by P · z."""

    def best(successes: Integers) -> list[int]:
        share, z = smoothed_share(successes[0], total.seen[0]), share_z(successes[0], total.seen[0])
        found = np.nonzero((share > HALF) & (z > Z_90))[0]
        ranked = sorted(found, key=lambda c: (-share[c] * z[c], c))
        return [int(c) for c in ranked[:limit]]

    return best(total.agree), best(total.disagree)


@dataclass(frozen=True)
class LevelConsensus:
    """Level-informed consensus of every statement; arrays of shape (statements,) unless said otherwise.

    `value`: geometric mean of P_a over the groups heard, NaN where none is. `weakest`: index of the group with the
    lowest P_a, -1 where none is heard. `heard`: shape (groups, statements), S >= the minimum. `reserved`: groups
    (same shape) whose upper bound stays below one half: each is named, never averaged away. `holds`: every group
    heard has its lower bound above one half.
    """

    value: Floats
    weakest: Integers
    heard: Booleans
    reserved: Booleans
    holds: Booleans


def level_consensus(counts: Counts, minimum: int = MINIMUM_SEEN) -> LevelConsensus:
    """LIC(c) = (∏_g P_a(g, c))^(1/|G_c|) over the groups with S >= minimum; bounds are Wilson's, one-sided 90 %."""
    heard = counts.seen >= minimum
    number = heard.sum(axis=0)
    share = smoothed_share(counts.agree, counts.seen)
    logs = np.where(heard, np.log(share), 0.0).sum(axis=0)
    value = np.where(number > 0, np.exp(logs / np.maximum(number, 1)), np.nan)
    weakest = np.where(number > 0, np.where(heard, share, np.inf).argmin(axis=0) if len(share) else -1, -1)
    below, above = wilson_bounds(counts.agree, counts.seen)
    holds = (number > 0) & np.where(heard, below > HALF, True).all(axis=0)
    return LevelConsensus(value, weakest, heard, heard & (above < HALF), holds)


def common_ground(
    levels: Counts, shores: Counts, minimum: int = MINIMUM_SEEN, minimum_levels: int = MINIMUM_LEVELS
) -> Booleans:
    """Statements that are common ground across levels and across the sea. Shape (statements,).

    Every level and every shore heard has its one-sided 90 % lower bound of A/S above one half, at least
    `minimum_levels` levels are heard, and all shores are.
    """
    by_level, by_shore = level_consensus(levels, minimum), level_consensus(shores, minimum)
    enough = by_level.heard.sum(axis=0) >= minimum_levels
    both = by_shore.heard.all(axis=0)
    result: Booleans = by_level.holds & by_shore.holds & enough & both
    return result


def two_shore_consensus(north: Counts, south: Counts, minimum: int = MINIMUM_SEEN) -> Floats:
    """min(LIC of the north shore, LIC of the south shore), each over its own levels; NaN where one is not heard."""
    pair = (level_consensus(north, minimum).value, level_consensus(south, minimum).value)
    result: Floats = np.minimum(*pair)
    return result


def bridges(shores: Counts, levels: Counts, minimum: int = MINIMUM_SEEN) -> Booleans:
    """Statements that join the two shores: equally supported on both, and widely by all levels.

    Two one-sided tests at 5 % that the shares differ by less than 0.15 (Schuirmann 1987); the standard error takes
    smoothed shares, so that two small unanimous groups prove nothing. LIC over levels is at least 0.6.
    """
    seen = np.maximum(shores.seen, 1)
    difference = shores.agree[0] / seen[0] - shores.agree[1] / seen[1]
    smooth = smoothed_share(shores.agree, shores.seen)
    error = np.sqrt((smooth * (1.0 - smooth) / seen).sum(axis=0))
    equal = (difference + EQUIVALENCE > Z_95 * error) & (EQUIVALENCE - difference > Z_95 * error)
    heard = (shores.seen >= minimum).all(axis=0)
    wide = np.nan_to_num(level_consensus(levels, minimum).value) >= BRIDGE_FLOOR
    result: Booleans = equal & heard & wide
    return result


def divergences(counts: Counts, q: float = 0.10, minimum: int = MINIMUM_SEEN) -> Booleans:
    """Groups whose agreement differs from everyone else's. Shape (groups, statements).

    Two-sided test of two proportions for each group heard against the others heard, all tests controlled together
    at q (Benjamini, Hochberg 1995). Means what it says for groups that were not made from the same votes.
    """
    others = counts.others()
    z = two_share_z(counts.agree, counts.seen, others.agree, others.seen)
    p = 2.0 * upper_tail(np.abs(z))
    p[(counts.seen < minimum) | (others.seen < minimum)] = np.nan
    result: Booleans = benjamini_hochberg(p, q)
    return result


@dataclass(frozen=True)
class Shares:
    """Agreement of every statement: over all people, and as the mean of the groups' own shares."""

    micro: Floats
    macro: Floats

    @property
    def disagree(self) -> Booleans:
        """Where a majority of people is not a majority of groups, or the reverse (Simpson 1951): worth a warning."""
        result: Booleans = ((self.micro > HALF) & (self.macro < HALF)) | ((self.micro < HALF) & (self.macro > HALF))
        return result


def shares(counts: Counts, minimum: int = MINIMUM_SEEN) -> Shares:
    """Micro: ΣA / ΣS over all groups. Macro: mean of A/S over the groups heard. NaN where nobody is."""
    total = counts.total()
    heard = counts.seen >= minimum
    number = heard.sum(axis=0)
    own = np.where(heard, counts.agree / np.maximum(counts.seen, 1), 0.0).sum(axis=0)
    micro = np.where(total.seen[0] > 0, total.agree[0] / np.maximum(total.seen[0], 1), np.nan)
    return Shares(micro, np.where(number > 0, own / np.maximum(number, 1), np.nan))
