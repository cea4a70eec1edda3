"""A person's answers beside what is published of each group: their own page, and what is left to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..choices import StatementState
from ..closeness import Closeness, Stand, closeness, stand, withheld
from ..models import Consultation, Participant, Statement, Vote
from ..results import Breakdown
from .results import CONSTITUENCIES, SHORES, results_of


@dataclass(frozen=True)
class OwnAnswer:
    """One's answer to a statement, where it stands by constituency."""

    statement: Statement
    stand: Stand


@dataclass(frozen=True)
class Standing:
    """Where a person stands: answers in the order of the statements, the closest groups first.

    Of `hidden_constituencies` and `hidden_shores` nothing is published on these statements.
    """

    answers: list[OwnAnswer]
    about_self: list[Vote]
    constituencies: list[Closeness]
    shores: list[Closeness]
    hidden_constituencies: list[str]
    hidden_shores: list[str]


def latest_answers(participant: Participant | None, number: int) -> list[Vote]:
    """The last answers a person gave to statements at the vote, the latest first."""
    if participant is None:
        return []
    given = Vote.objects.filter(participant=participant, statement__state=StatementState.PUBLISHED)
    return list(given.select_related("statement").order_by("-at", "-pk")[:number])


def own_votes(participant: Participant | None) -> list[Vote]:
    """Every answer to statements at the vote, in the order of the statements. One query."""
    if participant is None:
        return []
    given = Vote.objects.filter(participant=participant, statement__state=StatementState.PUBLISHED)
    return list(given.select_related("statement").order_by("statement__number"))


def standing_of(consultation: Consultation, votes: Sequence[Vote]) -> Standing:
    """A person's answers beside the published figures, which never hold a group of fewer than five people."""
    results = {result.statement.pk: result for result in results_of(consultation)}
    about = [(vote, results[vote.statement_id]) for vote in votes if vote.statement_id in results]
    by_constituency = [stand(vote.value, result.by_constituency) for vote, result in about]
    by_shore = [stand(vote.value, result.by_shore) for vote, result in about]
    constituencies = closeness(by_constituency, CONSTITUENCIES)
    shores = closeness(by_shore, SHORES)
    return Standing(
        answers=[OwnAnswer(vote.statement, one) for (vote, _result), one in zip(about, by_constituency, strict=True)],
        about_self=[vote for vote in votes if vote.statement.is_meta],
        constituencies=constituencies,
        shores=shores,
        hidden_constituencies=_hidden([r.by_constituency for _v, r in about], CONSTITUENCIES, constituencies),
        hidden_shores=_hidden([r.by_shore for _v, r in about], SHORES, shores),
    )


def _hidden(breakdowns: list[Breakdown], groups: Sequence[str], shown: list[Closeness]) -> list[str]:
    return withheld(breakdowns, groups, [one.group for one in shown])
