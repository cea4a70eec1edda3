"""Tallies and the rule that hides small cells."""

from hypothesis import given
from hypothesis import strategies as st

from consultations.choices import MINIMUM_CELL
from consultations.results import percent, small_groups, tally_of

GROUPS = ["local", "regional", "national", "european", "civil_society", "research", "business", "citizens"]
sizes = st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 60), min_size=1)


def test_passing_counts_among_the_answers_but_in_neither_share():
    tally = tally_of({1: 3, -1: 1, 0: 4})
    assert (tally.seen, tally.agree_share, tally.disagree_share) == (8, 38, 13)


def test_percent_of_nobody_is_zero():
    assert percent(0, 0) == 0


def test_group_under_five_is_hidden_with_the_next_smallest():
    assert small_groups({"local": 3, "regional": 9, "national": 30}) == {"local", "regional"}


def test_two_small_groups_of_five_people_together_hide_each_other():
    assert small_groups({"local": 3, "regional": 2, "national": 30}) == {"local", "regional"}


def test_two_small_groups_of_four_people_together_take_a_third():
    assert small_groups({"local": 3, "regional": 1, "national": 30}) == {"local", "regional", "national"}


@given(sizes)
def test_no_group_under_the_minimum_is_ever_shown(found):
    hidden = small_groups(found)
    assert all(size == 0 or size >= MINIMUM_CELL for group, size in found.items() if group not in hidden)


@given(sizes)
def test_what_is_hidden_cannot_be_recovered_by_subtraction(found):
    hidden = small_groups(found)
    people = sum(found[group] for group in hidden)
    everyone_hidden = all(group in hidden or size == 0 for group, size in found.items())
    assert not hidden or everyone_hidden or (len(hidden) >= 2 and people >= MINIMUM_CELL)


@given(sizes)
def test_a_table_without_small_groups_hides_nothing(found):
    assert bool(small_groups(found)) == any(0 < size < MINIMUM_CELL for size in found.values())
