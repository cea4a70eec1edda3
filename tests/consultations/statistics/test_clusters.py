import numpy as np
import pytest

from consultations.statistics.association import adjusted_rand
from consultations.statistics.clusters import opinion_groups, silhouette, verdict
from consultations.statistics.space import opinion_space
from consultations.statistics.votes import Votes

from .votes import camps


def grouped(votes: Votes):
    return opinion_groups(votes, opinion_space(votes).positions)


@pytest.mark.parametrize("sizes", [(40, 40), (120, 60, 90)])
def test_camps_are_found_and_told_from_chance(sizes):
    votes = camps(sizes=sizes, statements=30, certainty=0.7)
    found = grouped(votes)
    assert found.groups == len(sizes)
    assert adjusted_rand(found.group_of, np.repeat(np.arange(len(sizes)), sizes)) > 0.95
    assert verdict(votes, shuffles=39).words == "distinct groups"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_chance_makes_no_distinct_groups(seed):
    votes = camps(sizes=(60,), statements=25, certainty=0.0, seed=seed)
    assert grouped(votes).groups >= 2  # k-means always finds some
    assert verdict(votes, shuffles=39).words == "no distinct groups"


def test_the_order_of_people_changes_no_group():
    votes = camps(sizes=(30, 50, 20), statements=20, certainty=0.6)
    order = np.random.default_rng(9).permutation(votes.people)
    assert adjusted_rand(grouped(votes).group_of[order], grouped(votes.of_people(order)).group_of) == 1


def test_a_large_conversation_is_judged_by_a_sample_and_the_seed_settles_it():
    votes = camps(sizes=(150, 150), statements=15, certainty=0.8)
    first, second = verdict(votes, shuffles=19, largest=100), verdict(votes, shuffles=19, largest=100)
    assert first == second
    assert first.people == 100


def test_too_few_people_make_no_groups():
    votes = camps(sizes=(5, 5), statements=10, certainty=1.0)
    assert not verdict(votes).distinct


def test_everyone_in_one_place_is_one_group():
    votes = Votes.from_matrix(np.ones((20, 8)))
    assert grouped(votes).sizes == [20]


def test_the_silhouette_has_its_exact_value():
    points = np.array([0.0, 1.0, 5.0])
    distances = np.abs(np.subtract.outer(points, points))
    labels, one = np.array([0, 0, 1]), np.ones(3)
    assert silhouette(distances, one, labels, 2) == pytest.approx(((5 - 1) / 5 + (4 - 1) / 4 + 0) / 3)


def test_a_heavy_point_is_so_many_people_in_one_place():
    points = np.array([0.0, 1.0, 5.0])
    spread = np.array([0.0, 0.0, 0.0, 1.0, 5.0, 5.0])

    def value(places, weights, labels):
        distances = np.abs(np.subtract.outer(places, places))
        return silhouette(distances, weights, np.array(labels), 2)

    assert value(points, np.array([3.0, 1.0, 2.0]), [0, 0, 1]) == pytest.approx(
        value(spread, np.ones(6), [0, 0, 0, 0, 1, 1])
    )
