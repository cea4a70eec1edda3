"""What the organiser's desk shows of one meeting: figures, the balance of levels and shores, and the list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from actors.choices import Constituency, Shore
from events.choices import SEATED_STATES, RegistrationState
from events.models import Meeting, Registration

from .seats import Seats, seats_of

SEATED = tuple(SEATED_STATES)
DIGITS = 15  # of an id, well within what a database holds


@dataclass(frozen=True)
class Cell:
    """People of one constituency on one shore: seated, and those who wait or are to be examined."""

    seated: int
    others: int


@dataclass(frozen=True)
class Row:
    """One constituency: a cell a shore, and how many are seated in all; `width` per cent of the longest row."""

    value: str
    label: str
    cells: tuple[Cell, ...]
    seated: int
    width: int


@dataclass(frozen=True)
class Balance:
    """Who comes from which level and shore."""

    shores: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]


@dataclass(frozen=True)
class Figures:
    """The figures above the list. `states`: label and number of each state that anyone is in, the machine's order."""

    seats: Seats
    states: tuple[tuple[str, str, int], ...]
    balance: Balance


def figures_of(meeting: Meeting) -> Figures:
    """The figures of one meeting, in a constant number of queries."""
    rows = (
        Registration.objects.filter(meeting=meeting)
        .order_by()
        .values_list("state", "constituency", "shore")
        .annotate(number=Count("pk"))
    )
    states: Counter[str] = Counter()
    seated: Counter[tuple[str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    for state, constituency, shore, number in rows:
        states[state] += number
        if state in SEATED:
            seated[constituency, shore] += number
        elif state in (RegistrationState.WAITING, RegistrationState.REQUESTED):
            others[constituency, shore] += number
    in_order = tuple((state.value, str(state.label), states[state]) for state in RegistrationState if states[state])
    return Figures(seats_of(meeting), in_order, _balance(meeting, seated, others))


def _balance(meeting: Meeting, seated: Counter[tuple[str, str]], others: Counter[tuple[str, str]]) -> Balance:
    known = {key for key, number in [*seated.items(), *others.items()] if number}
    shores = [*Shore.choices, *([("", "—")] if any(not shore for _constituency, shore in known) else [])]
    shown = [
        (value, label)
        for value, label in Constituency.choices
        if value in meeting.open_to or any(constituency == value for constituency, _shore in known)
    ]
    longest = max((_of(seated, value) for value, _label in shown), default=0)
    rows = tuple(
        Row(
            value=value,
            label=str(label),
            cells=tuple(Cell(seated[value, shore], others[value, shore]) for shore, _name in shores),
            seated=_of(seated, value),
            width=round(100 * _of(seated, value) / longest) if longest else 0,
        )
        for value, label in shown
    )
    totals = tuple(sum(row.cells[place].seated for row in rows) for place in range(len(shores)))
    return Balance(tuple((value, str(label)) for value, label in shores), rows, totals)


def _of(counted: Counter[tuple[str, str]], constituency: str) -> int:
    return sum(number for (value, _shore), number in counted.items() if value == constituency)


def chosen_registrations(meeting: Meeting, pks: Any) -> list[Registration]:
    """Those of a meeting's registrations that were ticked, in the order in which they stand in line."""
    wanted = [int(pk) for pk in pks if str(pk).isascii() and str(pk).isdigit() and len(str(pk)) <= DIGITS]
    found = Registration.objects.filter(meeting=meeting, pk__in=wanted).select_related("person", "organisation")
    return list(found.order_by("-priority", "waitlisted_at", "created_at", "pk"))
