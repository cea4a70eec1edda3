"""Whoever proposed a statement hears what became of it: a notice, and a letter in their language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kernel.languages.models import language_used, value_used
from kernel.mail.actions import queue
from kernel.notifications.actions import notify

from ..models import Statement

Facts = dict[str, Any]


def published(statement: Statement, at: datetime) -> None:
    """It is at the vote."""
    _tell("consultations.statement_published", statement, at)


def refused(statement: Statement, at: datetime) -> None:
    """It is not, and why."""
    facts = {"reason": statement.reason, "reason_language": statement.reason_language}
    _tell("consultations.statement_refused", statement, at, **facts)


def merged(statement: Statement, at: datetime) -> None:
    """Another one says it."""
    target = statement.merged_into
    if target is not None:
        _tell("consultations.statement_merged", statement, at, into=target.number, **_words("target", target))


def _tell(kind: str, statement: Statement, at: datetime, **more: Any) -> None:
    person = statement.author.person if statement.author else None
    if person is None or not person.is_active:
        return
    consultation = statement.consultation
    facts: Facts = {
        "consultation": consultation.slug,
        "number": statement.number,
        **_words("said", statement),
        "titles": {code: getattr(consultation, f"title_{code}") or "" for code in ("fr", "en", "ar")},
        **more,
    }
    key = f"consultations.statement:{statement.pk}:{statement.state}"
    notify(person=person, kind=kind, data=facts, at=at, key=key)
    if person.email:
        queue(letter=kind, to=person.email, language=person.language, context=facts, at=at, person=person, key=key)


def _words(name: str, statement: Statement) -> Facts:
    return {name: str(value_used(statement, "text")), f"{name}_language": language_used(statement, "text") or "fr"}
