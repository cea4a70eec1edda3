import numpy as np
import pytest
from hypothesis import given, settings

from consultations.statistics.space import opinion_space, people_who_count
from consultations.statistics.votes import Votes

from .votes import MATRICES, camps


def decomposed(votes: Votes):
    table = votes.to_matrix()
    centred = np.nan_to_num(table - np.nan_to_num(np.nanmean(table, axis=0)))
    return np.linalg.svd(centred, full_matrices=False)


@pytest.mark.parametrize("size", [(30, 12), (12, 30), (200, 80), (80, 700)])
def test_components_are_those_of_a_full_decomposition(size):
    votes = camps(sizes=(size[0] // 2, size[0] // 2), statements=size[1], certainty=0.6)
    _left, values, right = decomposed(votes)
    found = opinion_space(votes)
    assert found.variance == pytest.approx(values[:2] ** 2, rel=1e-10)
    for component, wanted in zip(found.components, right, strict=False):
        assert abs(component @ wanted) == pytest.approx(1, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(MATRICES.filter(lambda matrix: (~np.isnan(matrix)).any()))
def test_no_conversation_is_too_odd_for_a_map(matrix):
    votes = Votes.from_matrix(matrix)
    found = opinion_space(votes)
    assert np.isfinite(found.positions).all()
    assert np.isfinite(found.extremity).all()
    values = np.linalg.svd(np.nan_to_num(matrix - found.centre), compute_uv=False)
    wanted = np.pad(values[:2] ** 2, (0, max(0, 2 - len(values))))
    assert found.variance == pytest.approx(wanted, abs=1e-8)


def test_a_position_stretches_few_votes_to_the_whole():
    votes = Votes.from_matrix(np.array([[1, 1, 1, 1], [-1, -1, -1, -1], [1, np.nan, np.nan, np.nan]]))
    found = opinion_space(votes)
    wanted = np.sqrt(4 / 1) * (1 - found.centre[0]) * found.components[:, 0]
    assert found.positions[2] == pytest.approx(wanted, abs=1e-12)
    assert found.extremity == pytest.approx(
        np.sqrt(4) * np.abs(1 - found.centre) * np.linalg.norm(found.components, axis=0), abs=1e-12
    )


def test_moderated_statements_count_for_nothing_but_their_place():
    votes = camps(sizes=(10, 10), statements=8, certainty=0.7)
    shown = np.array([True] * 7 + [False])
    with_zero, without = opinion_space(votes, shown), opinion_space(votes.on_statements(range(7)))
    assert with_zero.components[:, 7] == pytest.approx(0, abs=1e-12)
    assert with_zero.components[:, :7] == pytest.approx(without.components, abs=1e-8)


def test_who_answered_enough_stands_on_the_map():
    table = np.full((40, 10), np.nan)
    for person in range(40):
        table[person, : person % 11] = 1
    chosen = people_who_count(Votes.from_matrix(table))
    assert [int(person) % 11 for person in chosen] == [7, 8, 9, 10, 7, 8, 9, 10, 7, 8, 9, 10] or len(chosen) == 15
    assert len(chosen) == 15
