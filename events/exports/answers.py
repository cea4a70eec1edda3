"""Answers as columns: those that the exporting role may see. Formulas are made harmless by kernel.exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from events.asking import PROTECTED_KINDS, HelperRole, QuestionKind, Reader
from events.models import Answer, Meeting, Question, Registration
from events.queries.answers import answers_for, in_words
from events.queries.questions import questions_of
from events.queries.sheets import Sheet
from kernel.exports.tables import Column

Readable = dict[int, dict[int, Answer]]


def answer_columns(
    meeting: Meeting, registrations: Iterable[Registration], *, reader: Reader = Reader.ORGANISER
) -> list[Column]:
    """Columns for rows of registrations: the ordinary questions that this reader may see, never needs."""
    return _columns(meeting, registrations, reader, protected=False)


def needs_columns(
    meeting: Meeting, registrations: Iterable[Registration], *, reader: Reader = Reader.ORGANISER
) -> list[Column]:
    """The same for access and dietary needs alone: a table of its own, for whoever prepares room and table."""
    return _columns(meeting, registrations, reader, protected=True)


def _columns(
    meeting: Meeting, registrations: Iterable[Registration], reader: Reader, *, protected: bool
) -> list[Column]:
    readable = answers_for(reader, registrations)
    questions = questions_of(meeting, asked_only=False)
    wanted = [q for q in questions if reader in q.seen_by and (q.kind in PROTECTED_KINDS) == protected]
    return [(str(question), _value_of(question, readable)) for question in wanted]


def _value_of(question: Question, readable: Readable) -> Any:
    def value(row: Registration) -> Any:
        answer = readable.get(row.pk, {}).get(question.pk)
        return "" if answer is None or answer.is_blank else cell(answer)

    return value


def cell(answer: Answer) -> Any:
    """An answer for a spreadsheet: a number as a number, a day as ISO 8601, the rest in words."""
    if answer.question.kind == QuestionKind.NUMBER:
        return answer.number.normalize() if answer.number is not None else ""
    if answer.question.kind == QuestionKind.DATE and answer.day is not None:
        return answer.day.isoformat()
    return in_words(answer)


def sheet_table(sheet: Sheet) -> tuple[Sequence[Any], list[Column]]:
    """A role's sheet as (rows, columns): one line a person for the door, one a kind of answer for the others."""
    if sheet.knows_names:
        return _guests(sheet)
    rows: list[tuple[str, str, Any]] = [(_("Personnes"), "", sheet.people)]
    for tallied in sheet.tallied:
        label = str(tallied.question)
        rows += [(label, str(choice), number) for choice, number in tallied.counts]
        rows += [(label, words, number) for words, number in tallied.words]
        rows += [(label, _("Total"), tallied.total.normalize())] if tallied.total is not None else []
    return rows, [
        (_("Question"), lambda row: row[0]),
        (_("Réponse"), lambda row: row[1]),
        (_("Nombre"), lambda row: row[2]),
    ]


def _guests(sheet: Sheet) -> tuple[Sequence[Any], list[Column]]:
    registrations = [guest.registration for guest in sheet.guests]
    columns: list[Column] = [
        (_("Personne"), lambda row: row.person.name),
        (_("Organisation"), lambda row: str(row.organisation or "")),
        (_("Collège"), lambda row: row.get_constituency_display()),
    ]
    reader = Reader(HelperRole.DOOR.value)
    columns += answer_columns(sheet.meeting, registrations, reader=reader)
    columns += needs_columns(sheet.meeting, registrations, reader=reader)
    return registrations, columns
