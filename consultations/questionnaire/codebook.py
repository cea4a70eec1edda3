"""The columns that responses take in a table, one row a response, and what each holds.

Columns follow from the questions alone: a question that nobody was asked has its columns, empty, and no path through
the questionnaire adds any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..choices import QuestionKind
from .asking import Asked, Choice, Value
from .kinds import NOTHING, decimal

Cell = Any  # a number or a text


@dataclass(frozen=True)
class Column:
    """A column: its name, the question, what it is about, the values it may hold, and how to read it in an answer."""

    name: str
    question: Asked
    about: str
    values: str
    cell: Callable[[Value], Cell]


def columns_of(questions: Iterable[Asked]) -> list[Column]:
    """The columns of a questionnaire, in order."""
    return [column for question in questions for column in _COLUMNS[question.kind](question)]


def cell_of(column: Column, value: Value) -> Cell:
    """What stands in a column for an answer; empty where there is none."""
    return "" if value in NOTHING else column.cell(value)


def _whole(question: Asked, values: str, cell: Callable[[Value], Cell]) -> Iterator[Column]:
    yield Column(question.code, question, "", values, cell)


def _text(question: Asked) -> Iterator[Column]:
    yield from _whole(question, _("texte"), str)


def _labels(choices: Iterable[Choice]) -> str:
    return " | ".join(f"{choice.code} = {choice}" for choice in choices)


def _under(key: str) -> Callable[[Value], Any]:
    return lambda value: value.get(key, "")


def _words_under(code: str) -> Callable[[Value], Any]:
    return lambda value: value.get("words", {}).get(code, "")


def _is_chosen(code: str) -> Callable[[Value], Any]:
    return lambda value: int(code in value["codes"])


def _free(question: Asked) -> Iterator[Column]:
    for choice in question.choices:
        if choice.is_free:
            yield Column(
                f"{question.code}__{choice.code}__words",
                question,
                str(choice),
                _("texte"),
                _words_under(choice.code),
            )


def _single(question: Asked) -> Iterator[Column]:
    yield from _whole(question, _labels(question.choices), lambda value: value["codes"][0])
    yield from _free(question)


def _multiple(question: Asked) -> Iterator[Column]:
    for choice in question.choices:
        yield Column(
            f"{question.code}__{choice.code}",
            question,
            str(choice),
            _("1 = choisi | 0 = non choisi"),
            _is_chosen(choice.code),
        )
    yield from _free(question)


def _scale(question: Asked) -> Iterator[Column]:
    ends = [question.record.low_label, question.record.high_label] if question.record else ["", ""]
    steps = question.scale
    told = [f"{step} = {end}" if end else str(step) for step, end in zip((steps[0], steps[-1]), ends, strict=True)]
    yield from _whole(question, " … ".join(told), int)


def _matrix(question: Asked) -> Iterator[Column]:
    for row in question.rows:
        yield Column(
            f"{question.code}__{row.code}",
            question,
            str(row),
            _labels(question.choices),
            _under(row.code),
        )


def _ranking(question: Asked) -> Iterator[Column]:
    for choice in question.choices:
        yield Column(
            f"{question.code}__{choice.code}",
            question,
            str(choice),
            _("rang, 1 pour le premier"),
            _under(choice.code),
        )


def _number(question: Asked) -> Iterator[Column]:
    unit = question.settings.get("unit", "")
    yield from _whole(question, f"{_('nombre')} ({unit})" if unit else _("nombre"), decimal)


def _date(question: Asked) -> Iterator[Column]:
    yield from _whole(question, _("date, AAAA-MM-JJ"), str)


def _file(question: Asked) -> Iterator[Column]:
    yield from _whole(question, _("nom du fichier"), lambda value: value["name"])


def _place(question: Asked) -> Iterator[Column]:
    parts = {"lat": _("latitude, en degrés"), "lon": _("longitude, en degrés"), "label": _("texte"), "town": _("ville")}
    for part, values in parts.items():
        yield Column(f"{question.code}__{part}", question, values, values, _under(part))


_COLUMNS: dict[QuestionKind, Callable[[Asked], Iterator[Column]]] = {
    QuestionKind.SHORT: _text,
    QuestionKind.LONG: _text,
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.SCALE: _scale,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.FILE: _file,
    QuestionKind.PLACE: _place,
}
