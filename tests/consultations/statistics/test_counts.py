import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.statistics.counts import (
    benjamini_hochberg,
    count,
    count_everyone,
    share_z,
    smoothed_share,
    two_share_z,
    upper_tail,
    wilson_bounds,
)
from consultations.statistics.votes import Votes


def test_counts_by_group_leave_the_ungrouped_out():
    votes = Votes.from_matrix(np.array([[1, 0], [1, -1], [-1, np.nan], [1, 1]]))
    counts = count(votes, np.array([0, 0, 1, -1]), 2)
    assert counts.agree.tolist() == [[2, 0], [0, 0]]
    assert counts.disagree.tolist() == [[0, 1], [1, 0]]
    assert counts.passed.tolist() == [[0, 1], [0, 0]]
    assert counts.seen.tolist() == [[2, 2], [1, 0]]
    assert counts.others().seen.tolist() == [[1, 0], [2, 2]]
    assert count_everyone(votes).agree.tolist() == [[3, 1]]


def test_shares_and_tests_have_their_exact_values():
    assert smoothed_share(0, 0) == 0.5
    assert smoothed_share(195, 220) == pytest.approx(196 / 222, abs=1e-15)
    assert share_z(195, 220) == pytest.approx(2 * math.sqrt(221) * (196 / 221 - 0.5), abs=1e-12)
    assert two_share_z(0, 0, 0, 0) == 0  # pooled share of one: no variance
    pooled = (4 + 1 + 2) / (6 + 9)
    wanted = (5 / 6 - 2 / 9) / math.sqrt(pooled * (1 - pooled) * (1 / 6 + 1 / 9))
    assert two_share_z(4, 5, 1, 8) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize(("agree", "below"), [(5, 0.7527), (4, 0.5135), (3, 0.3304)])
def test_the_lower_bound_of_five_voices(agree, below):
    assert wilson_bounds(agree, 5)[0] == pytest.approx(below, abs=5e-5)


def test_bounds_of_nothing_say_nothing():
    assert [float(bound) for bound in wilson_bounds(0, 0)] == [0, 1]


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_share_lies_between_its_bounds(agree, others):
    trials = agree + others
    below, above = wilson_bounds(agree, trials)
    assert 0 - 1e-12 <= below <= above <= 1 + 1e-12
    if trials:
        assert below - 1e-12 <= agree / trials <= above + 1e-12


def test_the_normal_tail():
    assert upper_tail(np.array([0.0, 1.6448536269514722, -1.6448536269514722])) == pytest.approx([0.5, 0.05, 0.95])


def test_false_discoveries_are_controlled_as_published():
    """The example of Benjamini and Hochberg 1995, section 3.2: fifteen tests, four hold at q = 0.05."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert benjamini_hochberg(p, 0.05).tolist() == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1) | st.just(math.nan), max_size=30), st.floats(0.01, 0.5))
def test_a_smaller_p_never_holds_less(p, q):
    held = benjamini_hochberg(p, q)
    assert not any(held[i] for i, one in enumerate(p) if math.isnan(one))
    for i, first in enumerate(p):
        for j, second in enumerate(p):
            if first <= second and held[j]:
                assert held[i]
