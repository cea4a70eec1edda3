import math

import numpy as np
import pytest

from consultations.statistics.representation import coverage, effective_size, r_score, raked_weights


def test_everyone_in_proportion_scores_one_and_a_silent_group_zero():
    assert r_score([10, 20], [100, 200]) == 1
    assert r_score([10, 0], [100, 200]) == 0
    assert r_score([10, 10], [100, 200]) == pytest.approx(0.5)


@pytest.mark.parametrize(("heard", "expected"), [([0, 0], [10, 10]), ([5], [10]), ([5, 5], [10, 0]), ([], [])])
def test_what_cannot_be_told_is_not_told(heard, expected):
    assert math.isnan(r_score(heard, expected))


def test_coverage_cell_by_cell():
    found = coverage([[3, 0], [1, 2]], [[6, 4], [0, 2]])
    assert found[0].tolist() == [0.5, 0.0]
    assert math.isnan(found[1, 0])
    assert found[1, 1] == 1


def test_raking_meets_both_margins():
    cells = np.array([[40, 10], [20, 30]])
    weights = raked_weights(cells, [50, 50], [30, 70])
    assert (weights * cells).sum(axis=1) == pytest.approx([50, 50])
    assert (weights * cells).sum(axis=0) == pytest.approx([30, 70])


def test_raking_gives_an_empty_row_no_weight():
    weights = raked_weights(np.array([[4, 6], [0, 0]]), [50, 50], [50, 50])
    assert (weights * np.array([[4, 6], [0, 0]])).sum() == pytest.approx(10)


def test_equal_weights_lose_nothing():
    assert effective_size([1, 1, 1, 1]) == 4
    assert effective_size([3, 1]) == pytest.approx(16 / 10)
    assert effective_size([]) == 0
