"""The states of a recommendation and where it stands against its due day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations import recommendations as register
from consultations.choices import RecommendationState as State
from consultations.recommendations import Standing

DUE = date(2026, 11, 20)


def test_every_state_says_where_it_may_go():
    assert set(register.MOVES) == set(State)


def test_nothing_comes_back_to_a_draft_and_ends_lead_nowhere():
    assert not any(State.DRAFT in after for after in register.MOVES.values())
    assert all(not register.MOVES[state] for state in register.ENDED)


def test_every_state_but_draft_is_reached_and_every_one_can_end():
    reached = {State.RECEIVED}
    while True:
        more = reached | {after for state in reached for after in register.MOVES[state]}
        if more == reached:
            break
        reached = more
    assert reached == set(State) - {State.DRAFT}


def test_waiting_promised_and_ended_part_what_was_sent():
    parts = [register.WAITING, register.PROMISED, register.ENDED, {State.DRAFT}]
    assert set().union(*parts) == set(State)
    assert sum(len(part) for part in parts) == len(State)


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (-15, Standing.ON_TIME),
        (-14, Standing.DUE_SOON),
        (0, Standing.DUE_SOON),
        (1, Standing.OVERDUE),
        (30, Standing.OVERDUE),
        (31, Standing.LONG_OVERDUE),
    ],
)
def test_lateness_follows_the_due_day(days, standing):
    assert register.standing(State.RECEIVED, DUE, DUE + timedelta(days=days)) == standing


@pytest.mark.parametrize("state", sorted(set(State) - register.WAITING))
def test_what_is_answered_or_not_sent_is_never_late(state):
    assert register.standing(state, DUE, DUE + timedelta(days=400)) == Standing.NONE


@given(st.sampled_from(sorted(register.WAITING)), st.integers(-400, 400))
def test_no_state_of_waiting_stands_otherwise_than_another(state, days):
    """A referral or a question back never resets the clock."""
    today = DUE + timedelta(days=days)
    assert register.standing(state, DUE, today) == register.standing(State.RECEIVED, DUE, today)


@given(st.integers(-400, 400), st.integers(0, 30))
def test_time_never_makes_it_less_late(days, more):
    order = [Standing.ON_TIME, Standing.DUE_SOON, Standing.OVERDUE, Standing.LONG_OVERDUE]
    first = register.standing(State.RECEIVED, DUE, DUE + timedelta(days=days))
    assert order.index(register.standing(State.RECEIVED, DUE, DUE + timedelta(days=days + more))) >= order.index(first)
