"""Votes for tests: hypothesis strategies, and conversations with and without groups."""

import numpy as np
from hypothesis import strategies as st

from consultations.statistics.votes import Votes

MATRICES = (
    st.integers(2, 12)
    .flatmap(
        lambda people: st.integers(1, 6).flatmap(
            lambda statements: st.lists(
                st.lists(st.sampled_from([1.0, 0.0, -1.0, float("nan")]), min_size=statements, max_size=statements),
                min_size=people,
                max_size=people,
            )
        )
    )
    .map(np.array)
)


def camps(*, sizes: tuple[int, ...], statements: int, certainty: float, seed: int = 5) -> Votes:
    """People in camps that answer each statement their own way with this certainty (0: by chance)."""
    chance = np.random.default_rng(seed)
    stance = chance.choice([-1, 1], size=(len(sizes), statements))
    camp = np.repeat(np.arange(len(sizes)), sizes)
    noise = chance.choice([-1, 0, 1], size=(len(camp), statements))
    table = np.where(chance.random((len(camp), statements)) < certainty, stance[camp], noise).astype(float)
    table[chance.random(table.shape) < 0.3] = np.nan
    return Votes.from_matrix(table)
