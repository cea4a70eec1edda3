"""Opinion groups: people who stand close together on the map, and how far that is more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .counts import UNGROUPED
from .space import opinion_space, people_who_count
from .votes import Floats, Integers, Votes

BASE_CLUSTERS = 100
MOST_GROUPS = 5
RESTARTS = 8
MOST_STEPS = 50


@dataclass(frozen=True)
class Grouping:
    """`group_of`: shape (people,), a group's index (the largest group is 0) or UNGROUPED. `silhouette`: -1 to 1."""

    group_of: Integers
    groups: int
    silhouette: float

    @property
    def sizes(self) -> list[int]:
        """How many people each group holds."""
        return [int(number) for number in np.bincount(self.group_of[self.group_of >= 0], minlength=self.groups)]


def opinion_groups(votes: Votes, positions: Floats, seed: int = 0) -> Grouping:
    """Group the people who have answered enough, in two to five groups: the number with the best silhouette.

    People are gathered in at most a hundred base clusters first; groups are k-means of these, each once, so that a
    crowd in one place does not pull a group's border to itself; at most 2 + n/12 groups for n base clusters. The
    silhouette weighs base clusters by their people. The result does not depend on the order of people.
    Rousseeuw 1987 (silhouette); Arthur, Vassilvitskii 2007 (seeding).
    """
    chosen = people_who_count(votes)
    group_of = np.full(votes.people, UNGROUPED, dtype=np.int64)
    points, back = _distinct(positions[chosen])
    if len(points) == 1 or not len(points):
        group_of[chosen] = 0
        return Grouping(group_of, min(len(points), 1), 0.0)
    weights = np.bincount(back).astype(np.float64)
    bases, base_of = _bases(points, weights, seed)
    base_weights = np.bincount(base_of, weights=weights, minlength=len(bases)).astype(np.float64)
    best = best_partition(bases, base_weights, seed)
    group_of[chosen] = _by_size(best.labels[base_of][back], best.groups)
    return Grouping(group_of, best.groups, best.silhouette)


def _distinct(points: Floats) -> tuple[Floats, Integers]:
    """Distinct points in an order of their own, and where each given point is found among them."""
    rounded = np.round(points, 9) + 0.0
    distinct, back = np.unique(rounded, axis=0, return_inverse=True)
    return distinct, back.reshape(-1)


def _bases(points: Floats, weights: Floats, seed: int) -> tuple[Floats, Integers]:
    if len(points) <= BASE_CLUSTERS:
        return points, np.arange(len(points))
    labels, centres, _inertia = k_means(points, weights, BASE_CLUSTERS, seed, restarts=1)
    used, renumbered = np.unique(labels, return_inverse=True)
    return centres[used], renumbered.reshape(-1)


def _by_size(labels: Integers, groups: int) -> Integers:
    sizes = np.bincount(labels, minlength=groups)
    rank = np.empty(groups, dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(groups)
    return rank[labels]


@dataclass(frozen=True)
class Partition:
    """Labels of points, how many groups they make, and the mean silhouette."""

    labels: Integers
    groups: int
    silhouette: float


def best_partition(points: Floats, weights: Floats, seed: int) -> Partition:
    """Of two to five groups, the partition with the best weighted silhouette."""
    distances = np.sqrt(_squared(points, points))
    most = min(MOST_GROUPS, 2 + len(points) // 12, len(points))
    found = []
    for groups in range(2, most + 1):
        labels, _centres, _inertia = k_means(points, np.ones(len(points)), groups, seed, restarts=RESTARTS)
        found.append(Partition(labels, groups, silhouette(distances, weights, labels, groups)))
    return max(found, key=lambda one: one.silhouette)


def silhouette(distances: Floats, weights: Floats, labels: Integers, groups: int) -> float:
    """Mean of (b - a) / max(a, b): a the mean distance to one's own group, b to the nearest other (Rousseeuw 1987).

    A point of weight w stands for w people in one place; alone in its group it counts 0.
    """
    member = np.equal.outer(labels, np.arange(groups)) * weights[:, None]
    mass = member.sum(axis=0)
    reach = distances @ member
    here = np.arange(len(labels))
    others_mass = mass[labels] - 1.0
    own = reach[here, labels] / np.maximum(others_mass, 1e-12)
    means = reach / np.maximum(mass, 1e-12)
    means[here, labels] = np.inf
    means[:, mass == 0] = np.inf
    other = means.min(axis=1)
    widest = np.maximum(own, other)
    value = np.where((others_mass > 0) & np.isfinite(other) & (widest > 0), (other - own) / widest, 0.0)
    return float((value * weights).sum() / weights.sum())


def k_means(
    points: Floats, weights: Floats, groups: int, seed: int, *, restarts: int
) -> tuple[Integers, Floats, float]:
    """Weighted k-means, the best of several seeded starts. Returns labels, centres and inertia."""
    chance = np.random.default_rng([seed, groups])
    best: tuple[Integers, Floats, float] | None = None
    for _start in range(restarts):
        labels, centres, inertia = _lloyd(points, weights, _seeds(points, weights, groups, chance))
        if best is None or inertia < best[2] - 1e-12:
            best = labels, centres, inertia
    assert best is not None  # noqa: S101  (restarts is at least one)
    return best


def _seeds(points: Floats, weights: Floats, groups: int, chance: np.random.Generator) -> Floats:
    """Starting centres, drawn in proportion to the squared distance from those already drawn."""
    chosen = [int(chance.choice(len(points), p=weights / weights.sum()))]
    nearest = _squared(points, points[chosen])[:, 0]
    while len(chosen) < groups:
        mass = nearest * weights
        total = mass.sum()
        pick = int(chance.choice(len(points), p=mass / total)) if total > 0 else int(chance.integers(len(points)))
        chosen.append(pick)
        nearest = np.minimum(nearest, _squared(points, points[[pick]])[:, 0])
    return points[chosen].copy()


def _lloyd(points: Floats, weights: Floats, centres: Floats) -> tuple[Integers, Floats, float]:
    labels = np.full(len(points), -1, dtype=np.int64)
    gaps = _squared(points, centres)
    for _step in range(MOST_STEPS):
        nearest = gaps.argmin(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        mass = np.bincount(labels, weights=weights, minlength=len(centres))
        for axis in range(points.shape[1]):
            total = np.bincount(labels, weights=weights * points[:, axis], minlength=len(centres))
            centres[:, axis] = np.where(mass > 0, total / np.maximum(mass, 1e-12), centres[:, axis])
        gaps = _squared(points, centres)
    return labels, centres, float((gaps[np.arange(len(points)), labels] * weights).sum())


def _squared(points: Floats, centres: Floats) -> Floats:
    """Squared distances, shape (points, centres)."""
    gaps: Floats = np.zeros((len(points), len(centres)))
    for axis in range(points.shape[1]):
        gaps += np.subtract.outer(points[:, axis], centres[:, axis]) ** 2
    return gaps


@dataclass(frozen=True)
class Verdict:
    """Whether the groups are more than chance: the best silhouette against those of shuffled votes.

    `threshold`: the 95 % point of the shuffles; `p`: (1 + shuffles at least as good) / (1 + shuffles); `people`: how
    many people the verdict looked at (a seeded sample where there are more than the limit).
    """

    distinct: bool
    silhouette: float
    threshold: float
    p: float
    shuffles: int
    people: int

    @property
    def words(self) -> str:
        """The verdict as the report and the command print it."""
        return "distinct groups" if self.distinct else "no distinct groups"


SHUFFLES = 99
LARGEST_SAMPLE = 2_000
FEWEST_PEOPLE = 15
LOOSE = 1e-4  # residual that is enough for a silhouette


def verdict(
    votes: Votes, *, seed: int = 0, shuffles: int = SHUFFLES, largest: int = LARGEST_SAMPLE, level: float = 0.05
) -> Verdict:
    """Tell opinion groups from chance: k-means always finds some.

    Every statement's votes are shuffled among the people who saw it, which leaves each statement's shares and each
    person's activity and takes all structure away; groups are published only above the shuffles' best silhouettes.
    """
    chosen = people_who_count(votes)
    chance = np.random.default_rng([seed, 1])
    if len(chosen) > largest:
        chosen = np.sort(chance.choice(chosen, size=largest, replace=False))
    looked_at = votes.of_people(chosen)
    if len(chosen) < FEWEST_PEOPLE:
        return Verdict(distinct=False, silhouette=0.0, threshold=1.0, p=1.0, shuffles=0, people=len(chosen))
    real = _best_silhouette(looked_at, seed)
    null = np.array([_best_silhouette(_shuffled(looked_at, chance), seed) for _turn in range(shuffles)])
    p = (1.0 + float((null >= real).sum())) / (1.0 + shuffles)
    threshold = float(np.quantile(null, 1.0 - level))
    return Verdict(real > threshold and p <= level, real, threshold, p, shuffles, len(chosen))


def _best_silhouette(votes: Votes, seed: int) -> float:
    return opinion_groups(votes, opinion_space(votes, tolerance=LOOSE).positions, seed).silhouette


def _shuffled(votes: Votes, chance: np.random.Generator) -> Votes:
    """The same cells seen, each statement's values in another order."""
    by_statement = np.argsort(votes.statement, kind="stable")
    mixed = np.lexsort((chance.random(votes.size), votes.statement))
    value = np.empty_like(votes.value)
    value[by_statement] = votes.value[mixed]
    return Votes(votes.people, votes.statements, votes.person, votes.statement, value)
