import numpy as np
import pytest

from consultations.statistics.association import (
    Association,
    Follows,
    adjusted_rand,
    association,
    cramers_v,
    what_opinion_follows,
)


def test_the_same_partition_under_other_names_agrees_wholly():
    first = np.array([0, 0, 1, 1, 2, 2])
    assert adjusted_rand(first, np.array([2, 2, 0, 0, 1, 1])) == 1
    assert cramers_v(first, np.array([2, 2, 0, 0, 1, 1])) == pytest.approx(1)


def test_the_adjusted_index_has_its_exact_value():
    """Two of three pairs each way: (2 - 4/15·... ) worked out by hand: cells 1, rows 2+1, columns 2+1."""
    first, second = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 1, 1])
    expected = 6 * 7 / 15
    assert adjusted_rand(first, second) == pytest.approx((4 - expected) / ((6 + 7) / 2 - expected))


def test_people_of_no_group_are_left_out():
    assert adjusted_rand(np.array([0, 0, 1, 1, -1]), np.array([1, 1, 0, 0, 0])) == 1
    assert cramers_v(np.array([-1, -1]), np.array([0, 1])) == 0


def test_opinion_follows_what_it_goes_with_and_not_chance():
    chance = np.random.default_rng(4)
    opinion = np.repeat([0, 1], 60)
    level = np.where(chance.random(120) < 0.85, opinion, 1 - opinion)
    shore = chance.integers(0, 2, 120)
    assert association(opinion, level).follows
    assert not association(opinion, shore).follows


YES, NO = Association(0.6, 0.01), Association(0.1, 0.4)


@pytest.mark.parametrize(
    ("level", "shore", "word"),
    [
        (YES, NO, Follows.LEVEL),
        (NO, YES, Follows.SHORE),
        (YES, YES, Follows.BOTH),
        (NO, NO, Follows.ACROSS),
        (None, YES, Follows.NO_GROUPS),
        (Association(0.2, 0.001), NO, Follows.ACROSS),  # certain and slight
    ],
)
def test_one_word_says_what_opinion_follows(level, shore, word):
    assert what_opinion_follows(level, shore) is word
