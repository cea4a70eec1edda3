"""What was sent to a questionnaire, for the team: one row a response, and counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from ..choices import ResponseState
from ..models import Consultation, Response, ResponseAnswer
from ..questionnaire import Questionnaire
from ..questionnaire.asking import Value
from ..questionnaire.counting import Counted, counted


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


def closed_results(consultation: Consultation, questionnaire: Questionnaire) -> list[Counted]:
    """The closed questions counted, small numbers hidden. One query."""
    values: dict[int, list[Value]] = defaultdict(list)
    sent = ResponseAnswer.objects.filter(
        response__consultation=consultation, response__state=ResponseState.SUBMITTED
    ).values_list("question", "value")
    for question, value in sent.iterator(chunk_size=5000):
        values[question].append(value)
    return [
        table for question in questionnaire if question.is_closed for table in counted(question, values[question.pk])
    ]
