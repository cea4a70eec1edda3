"""What was sent to a questionnaire, for the team: one row a response, and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from ..choices import ResponseState
from ..disclosure import Cell
from ..models import Consultation, PublishedAnswers, Response, ResponseAnswer
from ..publication import from_json
from ..questionnaire import Questionnaire
from ..questionnaire.asking import Value
from ..questionnaire.counting import Counted, Part, laid_out
from ..questionnaire.protecting import Told
from .counting import side


@dataclass(frozen=True)
class Sent:
    """A response that was sent, with the voice it came under and never the person."""

    response: Response
    answers: dict[int, Value]


def responses_sent(consultation: Consultation) -> list[Sent]:
    """Every response sent, in the order of the first writing. Two queries."""
    responses = Response.objects.filter(consultation=consultation, state=ResponseState.SUBMITTED)
    answers: dict[int, dict[int, Value]] = defaultdict(dict)
    found = ResponseAnswer.objects.filter(response__in=responses).values_list("response", "question", "value")
    for response, question, value in found.iterator(chunk_size=5000):
        answers[response][question] = value
    return [Sent(each, answers[each.pk]) for each in responses.select_related("participant").order_by("pk")]


def response_counts(consultation: Consultation) -> dict[str, int]:
    """How many were sent, and how many are being written for the first time."""
    counts: dict[str, int] = Response.objects.filter(consultation=consultation).aggregate(
        sent=Count("pk", filter=Q(state=ResponseState.SUBMITTED)),
        drafts=Count("pk", filter=Q(state=ResponseState.DRAFT, draft__isnull=False)),
    )
    return counts


def answers_by_voice(consultation: Consultation) -> Iterator[tuple[int, Cell, Value]]:
    """(question, (constituency, side), answer) of everything that counts: for disclosure control alone. One query."""
    sent = ResponseAnswer.objects.filter(
        response__consultation=consultation, response__state=ResponseState.SUBMITTED
    ).values_list("question", "response__participant__constituency", "response__participant__shore", "value")
    for question, constituency, shore, value in sent.iterator(chunk_size=5000):
        yield question, (constituency, side(shore)), value


def told_answers(consultation: Consultation) -> dict[Part, Told]:
    """What is told of each part of the closed questions. One query."""
    kept = PublishedAnswers.objects.filter(question__section__consultation=consultation)
    return {
        (one.question_id, one.part): Told(
            one.people, from_json(one.ladder).levels, (one.groups[0], one.groups[1]) if one.groups else None
        )
        for one in kept
    }


def closed_results(consultation: Consultation, questionnaire: Questionnaire) -> list[Counted]:
    """The tables of the closed questions, as `actions.publish_answers` last brought them up to date. One query."""
    told: dict[int, dict[str, Told]] = defaultdict(dict)
    for (question, part), one in told_answers(consultation).items():
        told[question][part] = one
    return [
        table for question in questionnaire if question.is_closed for table in laid_out(question, told[question.pk])
    ]
