"""Answers in words, in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kernel.languages.choices import current_language
from kernel.ui import formats

from ..choices import QuestionKind
from .asking import Asked, Value
from .kinds import NOTHING, decimal, towns


def in_words(question: Asked, value: Value) -> str:
    """What an answer says, drafts included: a draft may hold what cannot be sent yet. "" for none."""
    return "" if value in NOTHING else _WORDS.get(question.kind, lambda _question, given: str(given))(question, value)


def _codes(question: Asked, value: Any) -> str:
    words = value.get("words", {})
    chosen = [choice for choice in question.choices if choice.code in value["codes"]]
    return formats.join([f"{c} ({words[c.code]})" if words.get(c.code) else str(c) for c in chosen])


def _step(question: Asked, value: Any) -> str:
    return _("%(step)s sur %(top)s") % {"step": value, "top": question.scale[-1]}


def _matrix(question: Asked, value: Any) -> str:
    columns = {choice.code: str(choice) for choice in question.choices}
    said = [(str(row), columns.get(value.get(row.code, ""))) for row in question.rows]
    return "\n".join(f"{row} : {column}" for row, column in said if column)


def _ranking(question: Asked, value: Any) -> str:
    ranked = sorted((value[choice.code], str(choice)) for choice in question.choices if choice.code in value)
    return "\n".join(f"{rank}. {label}" for rank, label in ranked)


def _number(question: Asked, value: Any) -> str:
    number = decimal(value)
    unit = question.settings.get("unit", "")
    told = value if number is None else formats.number(number)
    return f"{told}\u00a0{unit}" if unit else str(told)


def _date(question: Asked, value: Any) -> str:
    try:
        return formats.day(date.fromisoformat(value), "medium")
    except ValueError:
        return str(value)


def _place(question: Asked, value: Any) -> str:
    town = towns().get(value.get("town", ""), {})
    point = f"{value['lat']}, {value['lon']}" if "lat" in value and "lon" in value else ""
    told = [value.get("label", ""), town.get(current_language(), ""), "" if town else point]
    return ", ".join(part for part in told if part)


def _file(question: Asked, value: Any) -> str:
    return str(value.get("name", ""))


_WORDS = {
    QuestionKind.SINGLE: _codes,
    QuestionKind.MULTIPLE: _codes,
    QuestionKind.SCALE: _step,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.PLACE: _place,
    QuestionKind.FILE: _file,
}
