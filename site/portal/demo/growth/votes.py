"""Votes in numbers: one consultation of many statements, answered by thousands, each vote sealed in the log."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from actors.choices import Shore
from actors.models import Organisation, Person
from consultations.actions.log import Act, append_many
from consultations.choices import Answer, ConsultationState, LogKind, PhaseKind
from consultations.log_payloads import vote_payload
from consultations.models import Consultation, Participant, Phase, Statement, Vote
from kernel.languages.choices import LANGUAGES

from ..actors import crowd, voice_fields
from ..content import read, texts

EACH = 10_000  # votes for each step of the scale beyond 1
OF_EACH = 50  # votes a person gives
BATCH = 100  # people whose votes are written in one transaction
FEW, MANY = 50, 2_000  # statements
VOTES_OF_EACH = 500  # votes for one statement, until there are MANY
SLUG = "affluence"
SINCE, LEFT = timedelta(days=30), timedelta(days=365)
CITIZENS = 1 / 3
PASSES = 0.12


@dataclass(frozen=True)
class Ballot:
    """Who votes on what: the voices to draw from, the statements' keys, and for each of these the agreement of each
    constituency on each shore."""

    consultation: Consultation
    voices: list[dict[str, Any]]
    statements: list[int]
    leanings: dict[tuple[str, str], list[float]]


def missing(scale: int) -> int:
    """How many votes a scale asks for beyond those that are there."""
    return max((scale - 1) * EACH - Vote.objects.filter(statement__consultation__slug=SLUG).count(), 0)


def write(number: int, by: Person, at: datetime, draw: random.Random) -> Iterator[int]:
    """Write so many votes, BATCH people in each transaction; yields how many after each.

    They are what the action leaves: one participation a person, one vote a statement, one link of the log a vote.
    """
    there = Vote.objects.filter(statement__consultation__slug=SLUG).count()
    consultation = _consultation(at)
    _add_statements(consultation, min(max((there + number) // VOTES_OF_EACH, FEW), MANY))
    ballot = _ballot(consultation, _voices(), draw)
    people = -(-number // OF_EACH)
    known = Participant.objects.filter(consultation=consultation).count()
    for start in range(0, people, BATCH):
        counts = [min(OF_EACH, number - OF_EACH * index) for index in range(start, min(start + BATCH, people))]
        yield _write(ballot, known + start + 1, counts, at, draw)


def finish() -> None:
    """The pages that count are made stale by the loader."""


@transaction.atomic
def _write(ballot: Ballot, first: int, counts: list[int], at: datetime, draw: random.Random) -> int:
    """People of the crowd from the `first` on, so many votes each."""
    participants = Participant.objects.bulk_create(
        Participant(
            consultation=ballot.consultation,
            person=person,
            joined_at=at - SINCE * draw.random(),
            **draw.choice(ballot.voices),
        )
        for person in crowd(len(counts), first)
    )
    votes = Vote.objects.bulk_create(
        vote
        for participant, count in zip(participants, counts, strict=True)
        for vote in _votes(ballot, participant, count, draw)
    )
    acts = (Act(vote.pk, vote_payload(vote), vote.participant_id) for vote in votes)
    return append_many(consultation=ballot.consultation, kind=LogKind.VOTE, acts=acts)


def _votes(ballot: Ballot, participant: Participant, count: int, draw: random.Random) -> Iterator[Vote]:
    leanings = ballot.leanings[participant.constituency, participant.shore]
    for place in draw.sample(range(len(ballot.statements)), count):
        luck = draw.random()
        value = Answer.PASS if luck < PASSES else Answer.AGREE if draw.random() < leanings[place] else Answer.DISAGREE
        yield Vote(
            participant=participant, statement_id=ballot.statements[place], value=value, at=participant.joined_at
        )


def _ballot(consultation: Consultation, voices: list[dict[str, Any]], draw: random.Random) -> Ballot:
    """Each statement has an agreement of its own, from which constituencies and shores part a little."""
    statements = list(
        Statement.objects.filter(consultation=consultation).order_by("number").values_list("pk", flat=True)
    )
    common = [draw.betavariate(3, 2) for _statement in statements]
    leanings = {}
    for key in sorted({(voice["constituency"], voice["shore"]) for voice in voices}):
        leanings[key] = [min(max(share + draw.gauss(0, 0.15), 0.02), 0.98) for share in common]
    return Ballot(consultation, voices, statements, leanings)


def _consultation(at: datetime) -> Consultation:
    facts = read("growth")["consultation"]
    found = Consultation.objects.filter(slug=SLUG).first()
    if found:
        return found
    made: Consultation = Consultation.objects.create(
        slug=SLUG,
        **texts("title", facts["title"]),
        **texts("summary", facts["summary"]),
        opens_at=at - SINCE,
        closes_at=at + LEFT,
        state=ConsultationState.PUBLISHED,
        created_at=at - SINCE,
    )
    Phase.objects.create(consultation=made, kind=PhaseKind.STATEMENTS, opens_at=made.opens_at, closes_at=made.closes_at)
    return made


def _add_statements(consultation: Consultation, wanted: int) -> None:
    """Sentences of the rooms, numbered, until there are enough."""
    sentences = read("growth")["statement"]
    last = consultation.statements.aggregate(last=Max("number"))["last"] or 0
    Statement.objects.bulk_create(
        Statement(consultation=consultation, number=number, **texts("text", _wording(sentences, number)))
        for number in range(last + 1, wanted + 1)
    )


def _wording(sentences: list[dict[str, str]], number: int) -> dict[str, str]:
    chosen = sentences[number % len(sentences)]
    return {code: chosen[code].format(number=number) for code in LANGUAGES}


def _voices() -> list[dict[str, Any]]:
    """A voice for each fictitious organisation, and citizens of each shore for a third of all."""
    organisations = Organisation.objects.filter(is_fictitious=True).select_related("country").order_by("slug")
    bodies = [voice_fields(organisation) for organisation in organisations]
    citizens = [voice_fields(None, shore) for shore in Shore.values]
    return bodies + citizens * max(round(len(bodies) * CITIZENS / (1 - CITIZENS) / len(citizens)), 1)
