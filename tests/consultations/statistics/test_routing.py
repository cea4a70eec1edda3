import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.statistics.routing import draw, priorities


def test_priority_has_its_exact_value():
    found = priorities(
        agree=np.array([6, 0]), passed=np.array([1, 0]), seen=np.array([10, 0]), extremity=np.array([0.5, 0.0]),
        meta=np.array([False, False]),
    )  # fmt: skip
    first = ((1 - 2 / 12) * 1.5 * (7 / 12) * (1 + 8 * 2 ** (-2))) ** 2
    assert found == pytest.approx([first, (0.5 * 1 * 0.5 * 9) ** 2], abs=1e-12)


def test_a_meta_statement_has_a_priority_of_its_own():
    nothing = np.zeros(2)
    found = priorities(agree=nothing, passed=nothing, seen=nothing, extremity=nothing, meta=np.array([True, False]))
    assert found[0] == 49


def test_what_is_passed_over_comes_later():
    nothing = np.zeros(2)
    found = priorities(
        agree=nothing, passed=np.array([0, 8]), seen=np.array([8, 8]), extremity=nothing, meta=np.array([False, False])
    )
    assert found[0] > found[1]


@pytest.mark.parametrize(("chance", "drawn"), [(0.0, 4), (0.24, 4), (0.26, 7), (0.999, 7)])
def test_each_is_drawn_in_proportion(chance, drawn):
    priority = np.zeros(9)
    priority[4], priority[7] = 1.0, 3.0
    assert draw(priority, [4, 7], chance) == drawn


def test_nothing_is_left_to_draw():
    assert draw(np.ones(3), [], 0.5) is None


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=20), st.floats(0, 1, exclude_max=True))
def test_only_what_is_unseen_is_drawn(values, chance):
    unseen = list(range(0, len(values), 2))
    assert draw(np.array(values), unseen, chance) in unseen
