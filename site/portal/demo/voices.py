"""Demonstration consultations: how people voted."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actors.choices import Constituency, Shore
from actors.models import Organisation, Person
from consultations import actions as consultation_actions
from consultations.actions.analysing import analyse
from consultations.actions.log import Act, append_many
from consultations.actions.tables import publish_tables
from consultations.blueprints import Blueprint, plans
from consultations.choices import LogKind, PhaseKind
from consultations.log_payloads import vote_payload
from consultations.models import Consultation, Participant, Statement, Vote
from consultations.phases import PhasePlan
from pages.dialogues.models import DialoguePage

from .actors import voice_fields
from .content import read, texts

READING, SYNTHESIS = 14, 21  # days
ANSWER_RATE = 0.9  # of the statements, by one person


def load_consultations(
    *,
    dialogues: dict[str, DialoguePage],
    organisations: dict[str, Organisation],
    crowd: list[Person],
    by: Person,
    at: datetime,
    draw: random.Random,
) -> None:
    """Consultations with plausible votes, drawn from the shares that the texts give for each constituency."""
    for facts in read("consultations")["consultation"]:
        if Consultation.objects.filter(slug=facts["slug"]).exists():
            continue
        consultation = _consultation(facts, dialogues, at)
        consultation = consultation_actions.lay_phases(
            consultation=consultation, phases=_phases(facts, at), by=by, at=at
        )
        consultation_actions.publish(consultation=consultation, by=by, at=consultation.opens_at)
        page = consultation_actions.write_texts(consultation=consultation, by=by, at=at)
        for name, value in texts("lede", facts["lede"]).items():
            setattr(page, name, value)
        page.save_revision(user=by).publish()
        participants = _participants(consultation, facts["people"], organisations, crowd, draw)
        _votes(consultation, facts["statement"], participants, draw)
        publish_tables(consultation=consultation, at=at)
        analyse(consultation=consultation, at=at)


def _consultation(facts: dict[str, Any], dialogues: dict[str, DialoguePage], at: datetime) -> Consultation:
    consultation = Consultation(
        slug=facts["slug"],
        **texts("title", facts["title"]),
        **texts("summary", facts["summary"]),
        dialogue=dialogues[facts["dialogue"]],
        zone=facts["zone"],
        opens_at=at + timedelta(days=facts["opens"]),
        closes_at=at + timedelta(days=facts["closes"]),
        created_at=at,
    )
    consultation.save()
    for statement in facts["statement"]:
        Statement.objects.create(consultation=consultation, **texts("text", statement), proposed_by=statement["by"])
    return consultation


def _phases(facts: dict[str, Any], at: datetime) -> list[PhasePlan]:
    """Reading, voting, a synthesis of three weeks, answers by their day, and what follows: words of a blueprint."""
    opens, closes, due = (at + timedelta(days=facts[name]) for name in ("opens", "closes", "answer_due"))
    read_by, drawn_by = opens - timedelta(days=READING), closes + timedelta(days=SYNTHESIS)
    windows = {
        PhaseKind.INFORM: (read_by, opens),
        PhaseKind.STATEMENTS: (opens, closes),
        PhaseKind.DECIDE: (closes, drawn_by),
        PhaseKind.ANSWER: (drawn_by, due),
        PhaseKind.FOLLOW: (due, None),
    }
    worded = [plan for plan in plans(Blueprint.STRATEGY, at.date(), facts["zone"]) if plan.kind in windows]
    return [replace(plan, opens_at=windows[plan.kind][0], closes_at=windows[plan.kind][1]) for plan in worded]


def _participants(
    consultation: Consultation,
    people: dict[str, list[int]],
    organisations: dict[str, Organisation],
    crowd: list[Person],
    draw: random.Random,
) -> list[Participant]:
    """So many people of each constituency on the northern, and on the southern and eastern shore."""
    bodies: dict[tuple[str, bool], list[Organisation]] = defaultdict(list)
    for organisation in organisations.values():
        bodies[organisation.constituency, organisation.shore == Shore.NORTH].append(organisation)
    voices = []
    for constituency, (north, south_and_east) in people.items():
        for is_north, number in ((True, north), (False, south_and_east)):
            voices += [_voice(constituency, is_north, bodies, draw) for _person in range(number)]
    persons = draw.sample(crowd, len(voices))
    when = consultation.opens_at + timedelta(days=1)
    return Participant.objects.bulk_create(
        Participant(consultation=consultation, person=person, joined_at=when, **voice)
        for person, voice in zip(persons, voices, strict=True)
    )


def _voice(
    constituency: str, is_north: bool, bodies: dict[tuple[str, bool], list[Organisation]], draw: random.Random
) -> dict[str, Any]:
    if constituency == Constituency.CITIZENS:
        return voice_fields(None, Shore.NORTH if is_north else draw.choice([Shore.SOUTH, Shore.EAST]))
    return voice_fields(draw.choice(bodies[constituency, is_north] or bodies[constituency, not is_north]))


def _votes(
    consultation: Consultation, statements: list[dict[str, Any]], participants: list[Participant], draw: random.Random
) -> None:
    """Nine people in ten answer a statement; passing is what neither share takes."""
    rows = []
    for statement, facts in zip(consultation.statements.order_by("number"), statements, strict=True):
        for participant in participants:
            if draw.random() > ANSWER_RATE:
                continue
            agree, disagree = facts["agree"][participant.constituency]
            value = draw.choices([1, -1, 0], [agree, disagree, 100 - agree - disagree])[0]
            rows.append(Vote(participant=participant, statement=statement, value=value, at=participant.joined_at))
    votes = Vote.objects.bulk_create(rows, batch_size=2000)
    acts = (Act(vote.pk, vote_payload(vote), vote.participant_id) for vote in votes)
    append_many(consultation=consultation, kind=LogKind.VOTE, acts=acts)
