"""Keeping what people answer: version after version, under the lock that seats take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.answering import NOTHING, Answers, Given, asked
from events.asking import (
    DETAILS_LENGTH,
    KINDS_WITH_DETAILS,
    LINE_LENGTH,
    SEVERAL_CHOICES,
    TEXT_LENGTH,
    QuestionKind,
)
from events.attachments import check_upload, shown_name
from events.capacity import Room
from events.errors import QuestionRefused
from events.models import Answer, Picked, Question, Registration
from events.models.questions import PLACES, WHOLE
from events.queries.questions import ChoicePlaces, current_answers, places_of, questions_of
from kernel.audit.actions import record
from kernel.languages.choices import current_language
from kernel.languages.models import language_used, value_used
from kernel.ui import formats

if TYPE_CHECKING:
    from actors.models import Person

DECIMALS = 2
MOST_NUMBER = 10 ** (WHOLE - PLACES)


def save_answers(*, registration: Registration, answers: Answers | None, by: Person, at: datetime) -> list[Answer]:
    """Keep what was answered, in the caller's transaction and under its lock on the meeting (lock_seats).

    `answers` are those of the whole form; a question left out, or that the others no longer lead to, is answered with
    nothing. None keeps what stands. Only what changed gets a new version; the versions added are returned. A limited
    choice holds its place while the registration lives. Raises QuestionRefused naming the form's field.
    """
    if answers is None:
        return []
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("answers are saved inside the transaction that holds the meeting's lock")
    questions = questions_of(registration.meeting)
    standing = current_answers(registration)
    fitting = {q.pk: _fitting(q, answers.get(q.pk, NOTHING), standing.get(q.pk)) for q in questions}
    led_to = asked(questions, fitting, mode=registration.mode, constituency=registration.constituency)
    given = {pk: answer if pk in led_to else NOTHING for pk, answer in fitting.items()}
    left_alone = {pk for pk in led_to if answers.get(pk, NOTHING).untouched}
    for question in questions:
        if question.pk in led_to - left_alone:
            _check(question, given[question.pk], standing.get(question.pk))
    _check_places(questions, given, standing, registration)
    changed = [q for q in questions if q.pk not in left_alone and _differs(given[q.pk], standing.get(q.pk), q)]
    kept = [
        _keep(registration=registration, question=q, given=given[q.pk], before=standing.get(q.pk), by=by, at=at)
        for q in changed
    ]
    if kept:
        data = {"questions": [answer.question_id for answer in kept]}
        record(actor=by, verb="events.answered", target=registration, at=at, data=data)
    return kept


def _fitting(question: Question, given: Given, before: Answer | None) -> Given:
    """The part of an answer that this kind of question is made of; a file can only be kept where there is one."""
    if given.untouched:
        return before.given if before is not None else NOTHING
    kind = question.kind
    has_text = kind in {QuestionKind.TEXT, QuestionKind.LONG, *KINDS_WITH_DETAILS}
    keeps = given.keeps_file and given.upload is None and before is not None and bool(before.file)
    return Given(
        text=given.text.strip() if has_text else "",
        number=given.number if kind == QuestionKind.NUMBER else None,
        day=given.day if kind == QuestionKind.DATE else None,
        consented=given.consented and kind == QuestionKind.CONSENT,
        choices=given.choices if question.takes_choices else frozenset(),
        upload=given.upload if kind == QuestionKind.FILE else None,
        keeps_file=keeps and kind == QuestionKind.FILE,
    )


def _check(question: Question, given: Given, before: Answer | None) -> None:
    """Raise QuestionRefused for an answer that the question does not take."""
    if question.required and given.is_blank:
        raise QuestionRefused(question.field, required_words(question))
    if question.takes_choices:
        _check_choices(question, given, before)
    if given.upload is not None:
        try:
            check_upload(given.upload, types=question.file_types, megabytes=question.file_megabytes)
        except ValidationError as error:
            raise QuestionRefused(question.field, error.messages[0]) from error
    if given.number is not None and (words := why_not_number(question, given.number)):
        raise QuestionRefused(question.field, words)
    if len(given.text) > most_characters(question):
        raise QuestionRefused(question.field, _("Ce texte est trop long : dites l’essentiel."))


def required_words(question: Question) -> str:
    """What is said where a required answer is missing."""
    if question.kind == QuestionKind.CONSENT:
        return _("Ce consentement est nécessaire pour s’inscrire.")
    if question.kind == QuestionKind.FILE:
        return _("Joignez le fichier demandé.")
    if question.takes_choices:
        return _("Choisissez une réponse.")
    return _("Répondez à cette question.")


def most_characters(question: Question) -> int:
    """How long the text of an answer may be."""
    if question.kind in KINDS_WITH_DETAILS:
        return DETAILS_LENGTH
    return {QuestionKind.TEXT: LINE_LENGTH, QuestionKind.LONG: TEXT_LENGTH}.get(QuestionKind(question.kind), 0)


def why_not_number(question: Question, number: Decimal) -> str:
    """Why a number cannot stand, in words; blank where it may."""
    if not number.is_finite() or abs(number) >= MOST_NUMBER or number != round(number, DECIMALS):
        return _("Écrivez un nombre, avec deux décimales au plus.")
    if question.least is not None and number < question.least:
        return _("Le nombre est au moins %(least)s.") % {"least": formats.number(question.least)}
    if question.most is not None and number > question.most:
        return _("Le nombre est au plus %(most)s.") % {"most": formats.number(question.most)}
    return ""


def _check_choices(question: Question, given: Given, before: Answer | None) -> None:
    """Choices of this question, offered now or chosen before; one where one is asked for."""
    held = before.given.choices if before is not None else frozenset()
    allowed = {choice.pk for choice in question.choices.all() if choice.is_offered or choice.pk in held}
    if given.choices - allowed:
        raise QuestionRefused(question.field, _("Ce choix n’est plus proposé."))
    if len(given.choices) > 1 and question.kind not in SEVERAL_CHOICES:
        raise QuestionRefused(question.field, _("Une seule réponse est possible."))


def _check_places(
    questions: list[Question],
    given: Mapping[int, Given],
    standing: Mapping[int, Answer],
    registration: Registration,
) -> None:
    """Refuse a choice whose places are all held by others; whoever holds one keeps it."""
    limited = [q for q in questions if any(c.places is not None for c in q.choices.all())]
    places = places_of(limited, but=registration)
    for question in limited:
        before = standing.get(question.pk)
        held = before.given.choices if before is not None else frozenset()
        for pk in sorted(given[question.pk].choices - held):
            if pk in places and places[pk].room != Room.FREE:
                raise QuestionRefused(question.field, full_words(places[pk]))


def full_words(places: ChoicePlaces) -> str:
    """What is said of a choice that has no place left."""
    return _("« %(choice)s » est complet : choisissez autre chose.") % {"choice": value_used(places.choice, "label")}


def _differs(given: Given, before: Answer | None, question: Question) -> bool:
    if before is None:
        return not given.is_blank
    if given.upload is not None:
        return True
    if question.kind == QuestionKind.CONSENT and given.consented and before.statement != _statement(question):
        return True  # the text has changed since: they consent to another one
    return given != before.given


def _statement(question: Question) -> str:
    return str(value_used(question, "statement") or "") if question.kind == QuestionKind.CONSENT else ""


def _keep(
    *, registration: Registration, question: Question, given: Given, before: Answer | None, by: Person, at: datetime
) -> Answer:
    Answer.objects.filter(registration=registration, question=question, is_current=True).supersede()
    answer = Answer(
        registration=registration,
        question=question,
        version=before.version + 1 if before else 1,
        text=given.text,
        number=given.number,
        day=given.day,
        consented=given.consented,
        statement=_statement(question) if given.consented else "",
        language=language_used(question, "statement") or current_language() if given.consented else current_language(),
        by=by,
        at=at,
    )
    if given.upload is not None:
        answer.file_name, answer.file_size = shown_name(given.upload.name), given.upload.size
        answer.file = given.upload  # stored when the row is saved
    elif given.keeps_file and before is not None:
        answer.file, answer.file_name, answer.file_size = before.file.name, before.file_name, before.file_size
    answer.save()
    Picked.objects.bulk_create(Picked(answer=answer, choice_id=pk) for pk in sorted(given.choices))
    return answer
