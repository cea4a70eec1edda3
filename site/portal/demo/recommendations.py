"""Demonstration register: what a closed consultation asked of authorities and what became of it, by the actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from actors.models import Organisation, Person
from actors.queries import verified_memberships
from consultations.actions import recommendations as acts
from consultations.actions.recommendations import Words
from consultations.models import Consultation, Mandate, Participant, Recommendation
from kernel.text.typography import french

from .actors import voice_fields
from .content import read, texts

TOLD = ("ask", "news")


def load_register(
    *, organisations: dict[str, Organisation], people: dict[str, Person], by: Person, at: datetime
) -> None:
    """The recommendations of the demonstration, each with its steps; a consultation that has some is left."""
    for facts in read("register")["register"]:
        consultation = Consultation.objects.get(slug=facts["consultation"])
        if consultation.recommendations.exists():
            continue
        with transaction.atomic():
            _load(consultation, facts, organisations, people | {"team": by}, at)


def _load(
    consultation: Consultation,
    facts: dict[str, Any],
    organisations: dict[str, Organisation],
    people: dict[str, Person],
    at: datetime,
) -> None:
    sent_at = at + timedelta(days=facts["sent"])
    for proposed in facts["proposed"]:
        _let_propose(consultation, proposed["statement"], people[proposed["by"]])
    for given in facts["mandates"]:
        organisation, person = organisations[given["organisation"]], people[given["person"]]
        Mandate.objects.create(organisation=organisation, person=person, consultation=consultation, starts_at=sent_at)
    for one in facts["recommendation"]:
        recommendation = acts.address(
            recommendation=_draft(consultation, one, organisations), by=people["team"], at=sent_at
        )
        for step in one["step"]:
            recommendation.refresh_from_db()
            _take(step, recommendation, organisations, people, at + timedelta(days=step["day"]))


def _let_propose(consultation: Consultation, number: int, person: Person) -> None:
    """A statement whose author has an account: they hear what becomes of it."""
    membership = verified_memberships(person)[0]
    author, _is_new = Participant.objects.get_or_create(
        consultation=consultation,
        person=person,
        defaults={"joined_at": consultation.opens_at, **voice_fields(membership.organisation)},
    )
    consultation.statements.filter(number=number).update(author=author)


def _draft(consultation: Consultation, facts: dict[str, Any], organisations: dict[str, Organisation]) -> Recommendation:
    draft = Recommendation.objects.create(
        consultation=consultation,
        addressee=organisations[facts["addressee"]],
        officer_role=facts.get("role", ""),
        working_days=facts["working_days"],
        **{
            name: text
            for field in ("heard", "context", "decision")
            if field in facts
            for name, text in texts(field, facts[field]).items()
        },
    )
    draft.statements.set(consultation.statements.filter(number__in=facts["statements"]))
    return draft


def _take(
    step: dict[str, Any],
    recommendation: Recommendation,
    organisations: dict[str, Organisation],
    people: dict[str, Person],
    at: datetime,
) -> None:
    """One step: a state that the authority brings it to, or what it says beside."""
    text = french(step["text"]) if step["language"] == "fr" else step["text"]
    words = Words(text, step["language"], step.get("name", ""), step.get("function", ""))
    given: dict[str, Any] = {
        "recommendation": recommendation,
        "by": people[step["by"]],
        "words": words,
        "rev": recommendation.rev,
        "at": at,
    }
    if step["act"] == "refer":
        acts.refer(to=organisations[step["to"]], **given)
    elif step["act"] == "reply":
        acts.reply(**given)
    elif step["act"] in TOLD:
        acts.tell(is_question=step["act"] == "ask", **given)
    else:
        acts.answer(after=step["act"], **given)
