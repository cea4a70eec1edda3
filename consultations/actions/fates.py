"""Who hears of a recommendation's steps: its contributors, its authority, the team. Inside transactions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from actors.models import Person
from kernel.languages.choices import LANGUAGES
from kernel.languages.models import language_used, value_used
from kernel.mail.actions import Reader, queue, queue_many
from kernel.notifications.actions import notify
from kernel.text.excerpts import excerpt

from ..choices import RecommendationState
from ..models import Recommendation, RecommendationEntry
from ..queries.authorities import answering, managers
from ..queries.contributors import Contributor, contributors_of
from . import telling_voters

QUOTED = 600  # characters of an authority's words in a letter

Facts = dict[str, Any]


def addressed(recommendation: Recommendation, entry: RecommendationEntry, at: datetime) -> None:
    """It is sent: its authority has something to answer, its contributors learn who will."""
    _tell_authority("addressed", recommendation, entry, at)
    moved(recommendation, entry, at)


def referred(recommendation: Recommendation, entry: RecommendationEntry, at: datetime) -> None:
    """Another authority has it from now on."""
    addressed(recommendation, entry, at)


def moved(recommendation: Recommendation, entry: RecommendationEntry, at: datetime) -> None:
    """Each contributor learns what became of what they said; that it is being examined is no news.

    Who proposed or signed is written; who voted reads answers in the site.
    """
    if entry.after == RecommendationState.EXAMINED:
        return
    contributors = contributors_of(recommendation)
    kind = "consultations.fate"
    readers = []
    for contributor in contributors:
        person = contributor.person
        facts = {**facts_of(recommendation, entry, person.language), **_items(contributor)}
        key = f"{kind}:{entry.pk}:{person.pk}"
        notify(person=person, kind=kind, data=_notice(recommendation, entry.after), at=at, key=key)
        if person.email:
            readers.append(Reader(to=person.email, language=person.language, context=facts, person=person, key=key))
    queue_many(letter=kind, readers=readers, at=at)
    telling_voters.answered(entry)


def asked_back(recommendation: Recommendation, entry: RecommendationEntry, at: datetime) -> None:
    """The team has a question to reply to."""
    _tell("asked_back", managers(), recommendation, entry, at)


def replied(recommendation: Recommendation, entry: RecommendationEntry, at: datetime) -> None:
    """The authority has its reply."""
    _tell_authority("replied", recommendation, entry, at)


def remind(recommendation: Recommendation, standing: str, at: datetime) -> None:
    """The day comes near or has gone by: those who answer for the authority are told, once each time."""
    people = [membership.person for membership in answering(recommendation, at)]
    for person in {person.pk: person for person in people}.values():
        _owe("due", person, recommendation, f"{recommendation.addressee_id}:{standing}", at, standing=standing)


def late(recommendation: Recommendation, standing: str, at: datetime) -> None:
    """The day has gone by: the team is told, once each time."""
    for person in managers():
        data = _notice(recommendation, standing)
        key = f"consultations.late:{recommendation.pk}:{standing}"
        notify(person=person, kind="consultations.late", data=data, at=at, key=key)


def _tell_authority(name: str, recommendation: Recommendation, entry: RecommendationEntry, at: datetime) -> None:
    people = {m.person.pk: m.person for m in answering(recommendation, at)}
    _tell(name, people.values(), recommendation, entry, at)


def _tell(
    name: str, people: Iterable[Person], recommendation: Recommendation, entry: RecommendationEntry, at: datetime
) -> None:
    for person in people:
        _owe(name, person, recommendation, str(entry.pk), at, entry=entry)


def _owe(
    name: str,
    person: Person,
    recommendation: Recommendation,
    fact: str,
    at: datetime,
    *,
    entry: RecommendationEntry | None = None,
    standing: str = "",
) -> None:
    """A notice and a letter of one kind, once for a fact and a person."""
    kind = f"consultations.{name}"
    key = f"{kind}:{recommendation.pk}:{fact}:{person.pk}"
    notify(person=person, kind=kind, data=_notice(recommendation, standing), at=at, key=key)
    if person.email:
        facts = {**facts_of(recommendation, entry, person.language), "standing": standing}
        queue(letter=kind, to=person.email, language=person.language, context=facts, at=at, person=person, key=key)


def facts_of(recommendation: Recommendation, entry: RecommendationEntry | None, language: str) -> Facts:
    """What a letter says of a recommendation and of its last step, as they are now, in the reader's language."""
    consultation = recommendation.consultation
    facts = {
        "consultation": consultation.slug,
        "titles": _wordings(consultation, "title"),
        "number": recommendation.number,
        **_said("heard", recommendation, "heard", language),
        "authority": str(value_used(recommendation.addressee, "name", language)),
        "due_on": recommendation.due_on.isoformat() if recommendation.due_on else "",
        "state": str(recommendation.state),
    }
    if entry is not None:
        facts |= {
            "by": str(value_used(entry.organisation, "name", language)),
            "text": excerpt(entry.text, QUOTED),
            "text_language": entry.language,
            "name": entry.name,
            "function": entry.function,
        }
    return facts


def _items(contributor: Contributor) -> Facts:
    language = contributor.person.language
    return {
        "statements": [_said("text", statement, "text", language) for statement in contributor.statements],
        "organisations": [str(value_used(p.organisation, "name", language)) for p in contributor.positions],
    }


def _notice(recommendation: Recommendation, code: str) -> Facts:
    return {
        "consultation": recommendation.consultation.slug,
        "titles": _wordings(recommendation, "heard"),
        "number": recommendation.number,
        "code": str(code),
    }


def _wordings(record: Any, field: str) -> dict[str, str]:
    return {code: getattr(record, f"{field}_{code}") or "" for code in LANGUAGES}


def _said(name: str, record: Any, field: str, language: str) -> Facts:
    used = language_used(record, field, language) or language
    return {name: str(value_used(record, field, language)), f"{name}_language": used}
