"""What a log entry seals, one function a kind of record, and the digests of the chain.

A payload holds what a record says and never who a person is: a participant's key only. It is made again from the
record when the log is verified, so it holds nothing that may change without a new entry (names, times of autosave).
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from .choices import LogKind
from .models import (
    LogEntry,
    Position,
    PositionRevision,
    Recommendation,
    RecommendationEntry,
    Response,
    Statement,
    Vote,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Payload = dict[str, Any]


def vote_payload(vote: Vote) -> Payload:
    """A participant's answer to a statement."""
    return {"participant": vote.participant_id, "statement": vote.statement_id, "value": int(vote.value)}


def response_payload(response: Response) -> Payload:
    """A response as it was sent: each answer by the code of its question, each file by its name and size."""
    answers = response.answers.select_related("question").order_by("question__code")
    files = response.files.select_related("question").order_by("question__code")
    return {
        "participant": response.participant_id,
        "response": response.pk,
        "answers": {answer.question.code: answer.value for answer in answers},
        "files": {file.question.code: [file.name, file.size] for file in files},
    }


def statement_payload(statement: Statement) -> Payload:
    """A statement as it stands once proposed or decided on: its wordings, its state and why."""
    return {
        "statement": statement.pk,
        "number": statement.number,
        "text": _wordings(statement, "text"),
        "state": str(statement.state),
        "reason": statement.reason,
        "merged_into": statement.merged_into_id,
        "decided_at": instant(statement.decided_at),
    }


def position_payload(position: Position) -> Payload:
    """A position at its present revision: what the organisation says, statement by statement, or that it withdrew."""
    revision = PositionRevision.objects.get(position=position, number=position.rev)
    return {
        "position": position.pk,
        "organisation": position.organisation_id,
        "state": str(position.state),
        "revision": revision.number,
        "text": revision.text,
        "language": revision.language,
        "signed_at": instant(revision.signed_at),
        "withdrawn_at": instant(position.withdrawn_at),
        "stances": {str(stance.statement_id): int(stance.value) for stance in revision.stances.all()},
    }


def recommendation_payload(recommendation: Recommendation) -> Payload:
    """What was asked once it is sent, and the day an answer is due: neither moves afterwards."""
    return {
        "recommendation": recommendation.pk,
        "number": recommendation.number,
        "text": _wordings(recommendation, "heard"),
        "working_days": recommendation.working_days,
        "sent_at": instant(recommendation.sent_at),
        "due_on": recommendation.due_on.isoformat() if recommendation.due_on else "",
    }


def answer_payload(entry: RecommendationEntry) -> Payload:
    """One step of a recommendation's life, in the authority's words."""
    return {
        "entry": entry.pk,
        "recommendation": entry.recommendation_id,
        "at": instant(entry.at),
        "before": str(entry.before),
        "after": str(entry.after),
        "organisation": entry.organisation_id,
        "referred_to": entry.referred_to_id,
        "function": entry.function,
        "text": entry.text,
        "language": entry.language,
        "is_question": entry.is_question,
    }


def erasure_payload(number: int) -> Payload:
    """How many links lost their salt when someone's traces went."""
    return {"links": number}


SEALED: dict[LogKind, tuple[type[models.Model], Callable[[Any], Payload]]] = {
    LogKind.VOTE: (Vote, vote_payload),
    LogKind.RESPONSE: (Response, response_payload),
    LogKind.STATEMENT: (Statement, statement_payload),
    LogKind.POSITION: (Position, position_payload),
    LogKind.RECOMMENDATION: (Recommendation, recommendation_payload),
    LogKind.ANSWER: (RecommendationEntry, answer_payload),
}


def canonical(payload: Payload) -> str:
    """One text for one payload: keys sorted, no spaces."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(salt: str, payload: Payload) -> str:
    """SHA-256 of the salt followed by the payload. Without the salt, 16 random bytes, nothing can be guessed."""
    return hashlib.sha256((salt + canonical(payload)).encode()).hexdigest()


def matches(entry: LogEntry, payload: Payload) -> bool:
    """Whether a record still says what an entry sealed. A translation added since then changes nothing of it."""
    return any(digest_of(entry.salt, reading) == entry.digest for reading in _readings(payload))


def link(previous: str, sequence: int, kind: str, digest: str) -> str:
    """The hash of an entry: SHA-256 of « previous:sequence:kind:digest »; the first one's previous is empty."""
    return hashlib.sha256(f"{previous}:{sequence}:{kind}:{digest}".encode()).hexdigest()


def instant(at: datetime | None) -> str:
    """An instant in UTC to the microsecond, "" when there is none."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""


def _readings(payload: Payload) -> Iterator[Payload]:
    yield payload
    texts = payload.get("text")
    if not isinstance(texts, dict):
        return
    for size in range(len(texts) - 1, 0, -1):
        for kept in combinations(sorted(texts), size):
            yield payload | {"text": {language: texts[language] for language in kept}}


def _wordings(record: Any, field: str) -> dict[str, str]:
    texts = {language: getattr(record, f"{field}_{language}", None) for language, _name in settings.LANGUAGES}
    return {language: text for language, text in texts.items() if text}
