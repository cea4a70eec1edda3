"""Answers to closed questions counted by group, and what is told of them laid out in tables. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..choices import MINIMUM_CELL, QuestionKind
from ..disclosure import Cell
from ..results import percent
from .asking import Asked, Value
from .protecting import Shown, Told

GIVEN, NOT_GIVEN = "1", "0"  # a choice among several, as in the codebook
FIRST = "1"  # of a ranking, first ranks are counted
Part = tuple[int, str]  # question, and the row of a matrix or one choice of several; else ""


@dataclass(frozen=True)
class Line:
    """One possible answer and how many gave it; None where the number would stand for too few, or tell of them.

    `groups`: the same for each group of the table, in its order.
    """

    label: str
    number: int | None
    share: int | None
    groups: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class Counted:
    """The answers to a question, or to one row of a matrix; `people` gave one, None for fewer than five.

    `groups`: the constituencies, then the sides, of which something is told: nothing before the close.
    """

    question: Asked
    about: str
    people: int | None
    lines: tuple[Line, ...]
    groups: tuple[str, ...] = ()


def parts_of(question: Asked) -> list[str]:
    """The parts of a closed question that are counted each on its own."""
    if question.kind == QuestionKind.MATRIX:
        return [row.code for row in question.rows]
    if question.kind == QuestionKind.MULTIPLE:
        return [choice.code for choice in question.choices]
    return [FIRST] if question.kind == QuestionKind.RANKING else [""]


def given_by_cell(
    questions: Iterable[Asked], rows: Iterable[tuple[int, Cell, Value]]
) -> dict[Part, dict[Cell, Counter[str]]]:
    """Everyone counted, exactly: part -> (constituency, side) -> answer -> people. For disclosure control alone.

    `rows`: (question, cell of the person, what they answered).
    """
    closed = {question.pk: question for question in questions if question.is_closed}
    found: dict[Part, dict[Cell, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for pk, cell, value in rows:
        if pk in closed:
            for part, answer in _answers(closed[pk], value):
                found[pk, part][cell][answer] += 1
    return found


def _answers(question: Asked, value: Value) -> Iterator[tuple[str, str]]:
    """(part, answer) of what one person answered."""
    if question.kind == QuestionKind.MATRIX:
        yield from value.items()
    elif question.kind == QuestionKind.MULTIPLE:
        yield from ((each.code, GIVEN if each.code in value["codes"] else NOT_GIVEN) for each in question.choices)
    elif question.kind == QuestionKind.RANKING:
        yield from ((FIRST, code) for code, rank in value.items() if rank == 1)
    elif question.kind == QuestionKind.SCALE:
        yield "", str(value)
    else:
        yield from (("", code) for code in value["codes"])


def laid_out(question: Asked, told: Mapping[str, Told]) -> list[Counted]:
    """A closed question's tables, from what is told of its parts: one for each row of a matrix."""
    labels = {choice.code: str(choice) for choice in question.choices}
    if question.kind == QuestionKind.MULTIPLE:
        return [_of_choices(question, labels, told)]
    if question.kind == QuestionKind.SCALE:
        labels = {str(step): str(step) for step in question.scale}
    abouts = {row.code: str(row) for row in question.rows} if question.kind == QuestionKind.MATRIX else {}
    return [_table(question, abouts.get(part, part), labels, told.get(part, Told())) for part in parts_of(question)]


def _table(question: Asked, about: str, labels: Mapping[str, str], told: Told) -> Counted:
    by_group = told.groups or ({}, {})
    groups = [(axis, group) for axis in (0, 1) for group in by_group[axis]]
    is_whole = sum(told.numbers.values()) == told.people
    lines = [
        _line(label, code, told, tuple(by_group[axis][group].get(code) for axis, group in groups), is_whole=is_whole)
        for code, label in labels.items()
    ]
    return Counted(question, about, _people(told), tuple(lines), tuple(group for _axis, group in groups))


def _of_choices(question: Asked, labels: Mapping[str, str], told: Mapping[str, Told]) -> Counted:
    """Several choices: each was given or not by everyone who answered."""
    parts = {code: told.get(code, Told()) for code in labels}
    groups = sorted({(axis, group) for one in parts.values() for axis in (0, 1) for group in _axis(one, axis)})
    lines = []
    for code, label in labels.items():
        numbers = tuple(_axis(parts[code], axis).get(group, {}).get(GIVEN) for axis, group in groups)
        is_whole = sum(parts[code].numbers.values()) == parts[code].people
        lines.append(_line(label, GIVEN, parts[code], numbers, is_whole=is_whole))
    people = max((one.people for one in parts.values()), default=0)
    return Counted(question, "", _people(Told(people)), tuple(lines), tuple(group for _axis, group in groups))


def _axis(told: Told, axis: int) -> Shown:
    return told.groups[axis] if told.groups else {}


def _line(label: str, code: str, told: Told, groups: tuple[int | None, ...], *, is_whole: bool) -> Line:
    """Nobody is told as nobody only where all who answered stand in a line: else it looks like too few."""
    number = told.numbers.get(code, 0 if is_whole else None)
    return Line(label, number, None if number is None else percent(number, told.people), groups)


def _people(told: Told) -> int | None:
    return told.people if told.people == 0 or told.people >= MINIMUM_CELL else None
