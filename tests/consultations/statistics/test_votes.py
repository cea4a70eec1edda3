import numpy as np
import pytest

from consultations.statistics.votes import Votes


def test_the_last_vote_of_a_pair_holds():
    votes = Votes.from_rows(2, 2, [0, 1, 0, 0], [1, 0, 1, 0], [1, 0, -1, 1])
    assert list(zip(votes.person, votes.statement, votes.value, strict=True)) == [(0, 0, 1), (0, 1, -1), (1, 0, 0)]


@pytest.mark.parametrize("row", [(2, 0, 1), (0, 2, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 2), (0, 0, -2)])
def test_refuses_what_is_no_vote(row):
    with pytest.raises(ValueError, match="vote"):
        Votes.from_rows(2, 2, [row[0]], [row[1]], [row[2]])


def test_a_matrix_there_and_back():
    table = np.array([[1, np.nan, -1], [np.nan, 0, np.nan]])
    assert np.array_equal(Votes.from_matrix(table).to_matrix(), table, equal_nan=True)


def test_some_people_and_some_statements_in_the_order_given():
    votes = Votes.from_matrix(np.array([[1, 0], [np.nan, -1], [-1, np.nan]]))
    assert np.array_equal(votes.of_people([2, 0]).to_matrix(), [[-1, np.nan], [1, 0]], equal_nan=True)
    assert np.array_equal(votes.on_statements([1]).to_matrix(), [[0], [-1], [np.nan]], equal_nan=True)
    assert list(votes.votes_by_person()) == [2, 1, 1]
