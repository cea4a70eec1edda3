"""Which questions are asked, given the answers so far; and what is still wrong among them."""

from __future__ import annotations

from collections.abc import Iterable

from ..choices import QuestionKind
from .asking import Answers, Asked, Questionnaire, Value
from .kinds import NOTHING, Invalid, clean

CONDITIONS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE})
"""The kinds whose answer may decide whether another question is asked."""


def codes_of(question: Asked, value: Value) -> frozenset[str]:
    """The codes that an answer holds, as conditions name them."""
    if value in NOTHING or question.kind not in CONDITIONS:
        return frozenset()
    return frozenset({str(value)} if question.kind == QuestionKind.SCALE else value["codes"])


def asked_among(questionnaire: Iterable[Asked], answers: Answers) -> frozenset[int]:
    """Keys of the questions that are asked: a question that depends on one that is not asked is not asked either.

    A question depends only on earlier ones, so one reading in order decides.
    """
    seen: dict[int, Asked] = {}
    asked: set[int] = set()
    for question in questionnaire:
        seen[question.pk] = question
        if _holds(question, seen, asked, answers):
            asked.add(question.pk)
    return frozenset(asked)


def _holds(question: Asked, seen: dict[int, Asked], asked: set[int], answers: Answers) -> bool:
    if question.depends_on is None:
        return True
    if question.depends_on not in asked:
        return False
    given = codes_of(seen[question.depends_on], answers.get(question.depends_on))
    return bool(given & question.depends_values)


def problems_of(questions: Iterable[Asked], answers: Answers) -> tuple[dict[int, Value], dict[int, str]]:
    """What can be sent of the answers to these questions, and what must be mended first: question id -> sentence."""
    sound: dict[int, Value] = {}
    problems: dict[int, str] = {}
    for question in questions:
        try:
            value = clean(question, answers.get(question.pk))
        except Invalid as refusal:
            problems[question.pk] = str(refusal)
        else:
            if value is not None:
                sound[question.pk] = value
    return sound, problems


def pages_asked(questionnaire: Questionnaire, answers: Answers) -> list[tuple[int, list[Asked]]]:
    """Numbers (from 1) of the pages where something is asked, each with its questions that are asked."""
    asked = asked_among(questionnaire, answers)
    pages = enumerate(questionnaire.pages, 1)
    found = [(number, [q for q in page.questions if q.pk in asked]) for number, page in pages]
    return [(number, questions) for number, questions in found if questions]
