from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.statistics.consensus import (
    bridges,
    common_ground,
    divergences,
    group_informed_consensus,
    level_consensus,
    normalised,
    overall_consensus,
    shares,
    standard_consensus,
    two_shore_consensus,
)
from consultations.statistics.counts import Counts, count, count_everyone
from consultations.statistics.votes import Votes

from .votes import MATRICES


def counts(*groups: tuple[int, int, int]) -> Counts:
    """Groups of (agree, disagree, pass) on one statement."""
    return Counts(*(np.array([[group[part]] for group in groups]) for part in range(3)))


def test_consensus_is_the_product_of_the_groups_shares():
    agree, disagree = group_informed_consensus(counts((198, 3, 9), (402, 9, 27)))
    assert agree[0] == pytest.approx(float(Fraction(199, 212) * Fraction(403, 440)), abs=1e-15)
    assert disagree[0] == pytest.approx(float(Fraction(4, 212) * Fraction(10, 440)), abs=1e-15)


@pytest.mark.parametrize(("groups", "value"), [(5, 0.463), (2, 0.735)])
def test_unanimous_groups_of_five_are_comparable_only_once_normalised(groups, value):
    agree, _ = group_informed_consensus(counts(*[(5, 0, 0)] * groups))
    assert agree[0] == pytest.approx(value, abs=5e-4)
    assert normalised(agree, groups)[0] == pytest.approx(6 / 7, abs=1e-12)


def test_the_standard_form_takes_half_a_vote_of_prior():
    assert standard_consensus(counts((5, 0, 0), (3, 1, 0)))[0] == pytest.approx(
        ((5.5 / 6) * (1 - 0.5 / 6) * (3.5 / 5) * (1 - 1.5 / 5)) ** 0.5, abs=1e-12
    )


def test_overall_consensus_ranks_what_most_agree_with():
    votes = Counts(np.array([[20, 12, 10, 0]]), np.array([[0, 8, 10, 20]]), np.array([[0, 0, 0, 0]]))
    assert overall_consensus(votes) == ([0], [3])


@given(MATRICES, st.randoms(use_true_random=False))
def test_the_order_of_people_and_groups_changes_nothing(matrix, random):
    people = len(matrix)
    labels = np.array([random.randrange(3) for _ in range(people)])
    before = group_informed_consensus(count(Votes.from_matrix(matrix), labels, 3))
    order = random.sample(range(people), people)
    renamed = np.array([2, 0, 1])
    after = group_informed_consensus(count(Votes.from_matrix(matrix[order]), renamed[labels[order]], 3))
    assert np.allclose(before, after, atol=1e-15)


@given(MATRICES, st.data())
def test_one_more_pass_never_raises_consensus_and_one_more_agreement_never_lowers_it(matrix, data):
    group = data.draw(st.integers(0, 1))
    labels = np.arange(len(matrix)) % 2
    found = count(Votes.from_matrix(matrix), labels, 2)
    before, _ = group_informed_consensus(found)
    extra = np.zeros_like(found.agree)
    extra[group] = 1
    with_pass, _ = group_informed_consensus(Counts(found.agree, found.disagree, found.passed + extra))
    with_agree, _ = group_informed_consensus(Counts(found.agree + extra, found.disagree, found.passed))
    assert (with_pass <= before + 1e-15).all()
    assert (with_agree >= before - 1e-15).all()


def test_level_consensus_names_the_weakest_and_counts_only_those_heard():
    found = level_consensus(counts((9, 1, 0), (3, 7, 0), (4, 0, 0)))
    assert found.heard[:, 0].tolist() == [True, True, False]
    assert found.value[0] == pytest.approx(((10 / 12) * (4 / 12)) ** 0.5, abs=1e-12)
    assert found.weakest[0] == 1
    assert not found.holds[0]


def test_nobody_heard_is_no_consensus():
    found = level_consensus(counts((4, 0, 0), (1, 1, 1)))
    assert np.isnan(found.value[0])
    assert found.weakest[0] == -1
    assert not found.holds[0]


@pytest.mark.parametrize(
    ("levels", "shores", "ground"),
    [
        ([(5, 0, 0), (4, 1, 0), (5, 0, 0)], [(7, 0, 0), (7, 1, 0)], True),
        ([(5, 0, 0), (3, 2, 0), (5, 0, 0)], [(7, 0, 0), (7, 1, 0)], False),  # a level without majority
        ([(5, 0, 0), (5, 0, 0), (4, 0, 0)], [(7, 0, 0), (7, 0, 0)], False),  # two levels heard only
        ([(5, 0, 0), (5, 0, 0), (5, 0, 0)], [(15, 0, 0), (0, 0, 0)], False),  # one shore silent
        ([(5, 0, 0), (5, 0, 0), (5, 0, 0), (1, 3, 0)], [(7, 0, 0), (7, 1, 0)], True),  # too few to speak
    ],
)
def test_common_ground_needs_three_levels_and_both_shores(levels, shores, ground):
    assert bool(common_ground(counts(*levels), counts(*shores))[0]) is ground


def test_a_group_against_is_reserved_by_name():
    assert level_consensus(counts((30, 0, 0), (1, 9, 0))).reserved[:, 0].tolist() == [False, True]


def test_two_shores_agree_as_much_as_the_less_convinced_one():
    north, south = counts((9, 1, 0), (8, 2, 0)), counts((5, 5, 0))
    assert two_shore_consensus(north, south)[0] == pytest.approx(6 / 12)
    assert np.isnan(two_shore_consensus(north, counts((1, 0, 0)))[0])


@pytest.mark.parametrize(
    ("shores", "bridge"),
    [
        ([(90, 10, 0), (88, 12, 0)], True),
        ([(5, 0, 0), (5, 0, 0)], False),  # too few to prove anything
        ([(90, 10, 0), (60, 40, 0)], False),
        ([(30, 70, 0), (31, 69, 0)], False),  # equal, and against
    ],
)
def test_a_bridge_is_equally_and_widely_supported(shores, bridge):
    assert bool(bridges(counts(*shores), counts(*shores))[0]) is bridge


def test_divergence_names_groups_and_ignores_chance():
    assert divergences(counts((45, 5, 0), (5, 45, 0), (24, 26, 0)))[:2, 0].tolist() == [True, True]
    assert not divergences(counts((25, 25, 0), (26, 24, 0), (24, 26, 0))).any()
    assert not divergences(counts((4, 0, 0), (0, 50, 0))).any()  # four people are not tested


def test_people_and_groups_may_disagree():
    found = shares(counts((90, 10, 0), (2, 8, 0), (1, 9, 0)))
    assert found.micro[0] == pytest.approx(93 / 120)
    assert found.macro[0] == pytest.approx((0.9 + 0.2 + 0.1) / 3)
    assert found.disagree[0]


@given(MATRICES)
def test_everyone_is_the_sum_of_all_groups(matrix):
    votes = Votes.from_matrix(matrix)
    by_group = count(votes, np.arange(votes.people) % 3, 3)
    assert (by_group.total().agree == count_everyone(votes).agree).all()
