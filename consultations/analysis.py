"""Opinion groups of a consultation, told so that nobody is found: whether there are any, and what they follow. Pure.

Groups are made from votes, so their members are nobody's to know: sizes are rounded to five people, the map shows
places where at least five people stand, and no count of a group by level is given.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .choices import MINIMUM_CELL
from .statistics.association import association, what_opinion_follows
from .statistics.clusters import Grouping, opinion_groups, verdict
from .statistics.space import opinion_space, people_who_count
from .statistics.votes import Floats, Integers, Votes

SIDES = (16, 12, 8, 6, 4)  # squares along the opinion map, the finest first
SEEN = 0.8  # share of people that a map must show to be as fine


def opinion(votes: Votes, level_of: Integers, shore_of: Integers, *, seed: int = 0) -> dict[str, Any]:
    """What may be told of opinion groups, as JSON.

    `level_of`, `shore_of`: shape (people,), a group's index or -1. Keys: `verdict` ("distinct groups" or not),
    `people` looked at (to the nearest five), `silhouette` and `threshold` (two decimals), `sizes` of groups,
    `follows` (statistics.association.Follows), `map`: [[column, row, people], …] in a square of `side` places.
    """
    judged = verdict(votes, seed=seed)
    space = opinion_space(votes)
    side, places = opinion_map(space.positions[people_who_count(votes)])
    grouping = opinion_groups(votes, space.positions, seed) if judged.distinct else None
    level = association(grouping.group_of, level_of, seed=seed) if grouping else None
    shore = association(grouping.group_of, shore_of, seed=seed) if grouping else None
    return {
        "verdict": judged.words,
        "people": rounded(judged.people),
        "silhouette": round(judged.silhouette, 2),
        "threshold": round(judged.threshold, 2),
        "sizes": _sizes(grouping) if grouping else [],
        "follows": what_opinion_follows(level, shore).value,
        "side": side,
        "map": places,
    }


def rounded(people: int) -> int:
    """A number of people to the nearest five."""
    return MINIMUM_CELL * round(people / MINIMUM_CELL)


def _sizes(grouping: Grouping) -> list[int]:
    return [rounded(size) for size in grouping.sizes]


def opinion_map(positions: Floats) -> tuple[int, list[list[int]]]:
    """(squares along a side, places where at least five people stand): [[column, row, people to the nearest five], …].

    The square holds the middle 98 % of each axis; who stands outside is put on its border. Squares are as fine as shows
    four people in five, else the coarsest. Shape (people, 2).
    """
    if len(positions) < MINIMUM_CELL:
        return SIDES[-1], []
    low, high = np.quantile(positions, 0.01, axis=0), np.quantile(positions, 0.99, axis=0)
    within = (positions - low) / np.where(high > low, high - low, 1.0)
    for side in SIDES:
        place = np.clip((within * side).astype(np.int64), 0, side - 1)
        numbers = np.bincount(place[:, 0] * side + place[:, 1], minlength=side * side)
        held = np.nonzero(numbers >= MINIMUM_CELL)[0]
        if numbers[held].sum() >= SEEN * len(positions) or side == SIDES[-1]:
            break
    return side, [[int(one // side), int(one % side), rounded(int(numbers[one]))] for one in held]
