"""Which statement to show next: the ones that tell most, new ones sooner, drawn rather than ranked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .counts import smoothed_share
from .votes import Booleans, Floats

META_PRIORITY = 49.0


def priorities(*, agree: Any, passed: Any, seen: Any, extremity: Any, meta: Booleans) -> Floats:
    """[(1 - (P + 1)/(S + 2)) · (1 + e_c) · P_a · (1 + 8 · 2^(-S/5))]², 49 for meta statements.

    All arrays have the shape (statements,).

    `extremity`: e_c of the opinion map, 0 for all before there is one.
    """
    answered = 1.0 - smoothed_share(passed, seen)
    fresh = 1.0 + 8.0 * 2.0 ** (-np.asarray(seen) / 5.0)
    value = (answered * (1.0 + np.asarray(extremity)) * smoothed_share(agree, seen) * fresh) ** 2
    return np.where(meta, META_PRIORITY, value)


def draw(priority: Floats, unseen: Sequence[int], chance: float) -> int | None:
    """The statement that `chance` (0 <= chance < 1) falls on, drawn in proportion to priority; None: all are seen."""
    if not len(unseen):
        return None
    weights = np.cumsum(priority[list(unseen)])
    place = int(np.searchsorted(weights, chance * weights[-1], side="right"))
    return int(unseen[min(place, len(unseen) - 1)])
