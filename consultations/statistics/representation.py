"""Who was heard, and who is missing."""

from __future__ import annotations

from typing import Any

import numpy as np

from .votes import Floats

CLOSE_ENOUGH = 1e-10
MOST_ROUNDS = 500


def r_score(heard: Any, expected: Any) -> float:
    """min_k(n_k/N_k) / max_k(n_k/N_k): 1 when every group is heard in its proportion, 0 when one is not heard at all.

    `heard` n_k: people of each group who took part; `expected` N_k: people of the population, or invited. Groups
    with nobody expected, and people of unknown group, are left out. NaN where fewer than two groups are left or
    nobody was heard.
    """
    numbers, sizes = np.asarray(heard, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    there = sizes > 0
    if there.sum() < 2 or not numbers[there].sum():  # noqa: PLR2004  (one group alone is always in proportion)
        return float("nan")
    rates = numbers[there] / sizes[there]
    return float(rates.min() / rates.max())


def coverage(heard: Any, invited: Any) -> Floats:
    """Share of those invited who took part, cell by cell; NaN where nobody was invited."""
    numbers, sizes = np.asarray(heard, dtype=np.float64), np.asarray(invited, dtype=np.float64)
    share: Floats = np.divide(numbers, sizes, out=np.full(sizes.shape, np.nan), where=sizes > 0)
    return share


def raked_weights(cells: Any, row_totals: Any, column_totals: Any) -> Floats:
    """Weights that bring a table of people to known margins (iterative proportional fitting; Deming, Stephan 1940).

    `cells`: people of each row and column, shape (rows, columns). Margins are scaled to the number of people; margins
    of rows or columns in which nobody was heard are spread over the others. Returns a weight a person for every cell,
    0 in an empty one. A sensitivity reading only: it never replaces what people answered.
    """
    numbers = np.asarray(cells, dtype=np.float64)
    rows = _scaled(row_totals, numbers.sum(axis=1))
    columns = _scaled(column_totals, numbers.sum(axis=0))
    fitted = numbers.copy()
    for _round in range(MOST_ROUNDS):
        fitted = _fit(fitted, rows, axis=1)
        fitted = _fit(fitted, columns, axis=0)
        if np.abs(fitted.sum(axis=1) - rows).max() <= CLOSE_ENOUGH * max(numbers.sum(), 1.0):
            break
    return np.divide(fitted, numbers, out=np.zeros_like(numbers), where=numbers > 0)


def _scaled(totals: Any, heard: Floats) -> Floats:
    wanted = np.where(heard > 0, np.asarray(totals, dtype=np.float64), 0.0)
    scaled: Floats = wanted * heard.sum() / wanted.sum()
    return scaled


def _fit(table: Floats, totals: Floats, axis: int) -> Floats:
    now = table.sum(axis=axis)
    factor = np.divide(totals, now, out=np.zeros_like(now), where=now > 0)
    fitted: Floats = table * (factor[:, None] if axis == 1 else factor)
    return fitted


def effective_size(weights: Any) -> float:
    """Kish's n_eff = (Σw)² / Σw²: how many people of equal weight say as much (Kish 1965). 0 for no weight."""
    w = np.asarray(weights, dtype=np.float64)
    square = (w * w).sum()
    return float(w.sum() ** 2 / square) if square else 0.0
