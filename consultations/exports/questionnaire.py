"""Responses as a table, one row each, and the codebook that says what every column holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kernel.exports.tables import Column

from ..models import Consultation
from ..queries.questionnaire import questionnaire_of
from ..queries.questionnaire_answers import Sent, responses_sent
from ..questionnaire import Asked, codebook

__all__ = ["codebook_table", "responses_table"]


def responses_table(consultation: Consultation) -> tuple[list[Sent], list[Column]]:
    """(rows, columns): who spoke by constituency and shore, then every answer by code. No name, no key of a person."""
    rows = responses_sent(consultation)
    numbers = {sent.response.pk: number for number, sent in enumerate(rows, 1)}
    known: list[Column] = [
        ("response", lambda sent: numbers[sent.response.pk]),
        ("constituency", lambda sent: sent.response.participant.constituency),
        ("shore", lambda sent: sent.response.participant.shore),
        ("language", lambda sent: sent.response.language),
        ("sent_on", lambda sent: sent.response.submitted_at.astimezone(consultation.tzinfo).date().isoformat()),
    ]
    columns = codebook.columns_of(questionnaire_of(consultation))
    return rows, known + [(column.name, _reader(column)) for column in columns]


def _reader(column: codebook.Column) -> Callable[[Sent], Any]:
    return lambda sent: codebook.cell_of(column, sent.answers.get(column.question.pk))


def codebook_table(consultation: Consultation) -> tuple[Sequence[codebook.Column], list[Column]]:
    """(rows, columns): one row a column of the responses."""
    questionnaire = questionnaire_of(consultation)
    by_pk = questionnaire.by_pk

    def condition(column: codebook.Column) -> str:
        asked = by_pk.get(column.question.depends_on or 0)
        return f"{asked.code} = {' | '.join(sorted(column.question.depends_values))}" if asked else ""

    return codebook.columns_of(questionnaire), [
        (_("colonne"), lambda column: column.name),
        (_("question"), lambda column: str(column.question)),
        (_("précision"), lambda column: column.about),
        (_("nature"), lambda column: _kind(column.question)),
        (_("valeurs"), lambda column: column.values),
        (_("obligatoire"), lambda column: int(column.question.is_required)),
        (_("posée si"), condition),
    ]


def _kind(question: Asked) -> str:
    return str(question.kind.label)
