"""How a recommendation moves from state to state, and where it stands against the day an answer is due. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import RecommendationState as State

DUE_SOON = timedelta(days=14)
LONG_OVERDUE = timedelta(days=30)

ANSWERS = frozenset({State.ACCEPTED, State.ACCEPTED_IN_PART, State.IN_PLACE, State.DECLINED})
WAITING = frozenset({State.RECEIVED, State.EXAMINED, State.REFERRED})  # an answer is still due
PROMISED = frozenset({State.ACCEPTED, State.ACCEPTED_IN_PART, State.IN_DELIVERY})  # its delivery is followed
ENDED = frozenset({State.IN_PLACE, State.DECLINED, State.DELIVERED, State.ABANDONED})

_EXAMINING = ANSWERS | {State.REFERRED}
MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.RECEIVED}),
    State.RECEIVED: _EXAMINING | {State.EXAMINED},
    State.EXAMINED: _EXAMINING,
    State.REFERRED: _EXAMINING | {State.EXAMINED},
    State.ACCEPTED: frozenset({State.IN_DELIVERY, State.DELIVERED, State.ABANDONED}),
    State.ACCEPTED_IN_PART: frozenset({State.IN_DELIVERY, State.DELIVERED, State.ABANDONED}),
    State.IN_DELIVERY: frozenset({State.DELIVERED, State.ABANDONED}),
    **dict.fromkeys(ENDED, frozenset()),
}
"""Where each state may go (G22): a referral leads to another authority, and what was declined is not reopened."""

BY_AUTHORITY = frozenset(State) - {State.DRAFT, State.RECEIVED, State.REFERRED}
"""Moves that the addressed authority makes; it refers too, through an act of its own."""

SIGNED = ANSWERS | {State.DELIVERED, State.ABANDONED}
"""Moves that someone signs by name and function, with their words."""


def may_move(before: str, after: str) -> bool:
    """Whether a recommendation may go from one state to another."""
    return State(after) in MOVES[State(before)]


def next_states(state: str) -> list[State]:
    """Where the addressed authority may bring it from here, in the order of the states; referral aside."""
    return [after for after in State if after in MOVES[State(state)] & BY_AUTHORITY]


class Standing(models.TextChoices):
    """A recommendation that waits for its answer, seen from the day it is due. Derived, never stored."""

    NONE = "none", _("sans échéance")
    ON_TIME = "on_time", _("dans les délais")
    DUE_SOON = "due_soon", _("échéance proche")
    OVERDUE = "overdue", _("en retard")
    LONG_OVERDUE = "long_overdue", _("très en retard")


LATE = frozenset({Standing.OVERDUE, Standing.LONG_OVERDUE})


def standing(state: str, due_on: date | None, today: date) -> Standing:
    """Where it stands on a day: late from the day after the due day, long overdue more than 30 days after it.

    Due soon from 14 days before, the due day included. Whatever was answered, or not sent, has no standing.
    """
    if due_on is None or State(state) not in WAITING:
        return Standing.NONE
    if today > due_on + LONG_OVERDUE:
        return Standing.LONG_OVERDUE
    if today > due_on:
        return Standing.OVERDUE
    return Standing.DUE_SOON if today >= due_on - DUE_SOON else Standing.ON_TIME
