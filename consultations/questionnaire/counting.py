"""Answers to closed questions counted: how many people gave each, none shown for fewer than five. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..choices import MINIMUM_CELL, QuestionKind
from ..results import percent, small_groups
from .asking import Asked, Value


@dataclass(frozen=True)
class Line:
    """One possible answer and how many gave it; None where the number would stand for too few."""

    label: str
    number: int | None
    share: int | None


@dataclass(frozen=True)
class Counted:
    """The answers to a question, or to one row of a matrix: `people` gave one, None for fewer than five."""

    question: Asked
    about: str
    people: int | None
    lines: tuple[Line, ...]


def counted(question: Asked, values: Iterable[Value]) -> list[Counted]:
    """A closed question's tables: one for each row of a matrix, one for the first ranks of a ranking."""
    some = list(values)
    if question.kind == QuestionKind.MATRIX:
        labels = {choice.code: str(choice) for choice in question.choices}
        return [
            _table(question, str(row), labels, [[value[row.code]] for value in some if row.code in value])
            for row in question.rows
        ]
    if question.kind == QuestionKind.SCALE:
        return [_table(question, "", {str(s): str(s) for s in question.scale}, [[str(value)] for value in some])]
    labels = {choice.code: str(choice) for choice in question.choices}
    if question.kind == QuestionKind.RANKING:
        firsts = [[code for code, rank in value.items() if rank == 1] for value in some]
        return [_table(question, "1", labels, firsts)]
    return [_table(question, "", labels, [value["codes"] for value in some])]


def _table(question: Asked, about: str, labels: dict[str, str], given: list[list[str]]) -> Counted:
    """What is hidden together holds at least two answers and five people, so that no subtraction gives one away."""
    people = len(given)
    if 0 < people < MINIMUM_CELL:
        return Counted(question, about, None, tuple(Line(label, None, None) for label in labels.values()))
    numbers = Counter(code for codes in given for code in codes)
    sizes = {code: numbers[code] for code in labels}
    hidden = small_groups(sizes)
    lines = [
        Line(label, None, None) if code in hidden else Line(label, sizes[code], percent(sizes[code], people))
        for code, label in labels.items()
    ]
    return Counted(question, about, people, tuple(lines))
