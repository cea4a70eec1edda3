import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.statistics.counts import UNGROUPED, count
from consultations.statistics.live import LiveCounts
from consultations.statistics.votes import Votes

ACTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.sampled_from([1, 0, -1])), max_size=40)
GROUP_OF = np.array([0, 1, 2, 0, 1, UNGROUPED])


@given(ACTS, ACTS)
def test_following_each_vote_gives_what_counting_anew_gives(before, after):
    def votes(acts):
        return Votes.from_rows(6, 4, *([act[part] for act in acts] for part in range(3)))

    live = LiveCounts.of(votes(before), GROUP_OF, 3)
    said = {(person, statement): value for person, statement, value in before}
    for person, statement, value in after:
        live.change(group=GROUP_OF[person], statement=statement, before=said.get((person, statement)), after=value)
        said[person, statement] = value
    wanted = count(votes(before + after), GROUP_OF, 3)
    assert (live.counts.agree == wanted.agree).all()
    assert (live.counts.disagree == wanted.disagree).all()
    assert (live.counts.passed == wanted.passed).all()


def test_a_vote_that_was_never_cast_cannot_be_taken_back():
    with pytest.raises(ValueError, match="not counted"):
        LiveCounts(1, 1).change(group=0, statement=0, before=1, after=None)
