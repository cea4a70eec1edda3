"""The log grows by one link with each act, inside that act's transaction, and forgets whom it must."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

from ..choices import LogKind
from ..log_payloads import Payload, digest_of, erasure_payload, link, matches, statement_payload
from ..models import Consultation, LogEntry, LogHead, Participant, Statement

SALT_BYTES = 16
BATCH = 2_000  # links written at once by append_many


@dataclass(frozen=True)
class Act:
    """What `append_many` seals: the record's key, what it says, and whose it is."""

    object_id: int
    payload: Payload
    participant_id: int | None = None


def append(
    *,
    consultation: Consultation,
    kind: LogKind,
    payload: Payload,
    object_id: int | None,
    participant: Participant | None = None,
) -> LogEntry:
    """Add a link for what a record now says. Call it last in the act's transaction: it locks the head of the chain.

    `payload` comes from the function of `log_payloads` for this kind, `object_id` is the key of the record it speaks
    of, `participant` whoever may ask that the salt be erased.
    """
    with transaction.atomic():
        head = _locked_head(consultation)
        entry = _next(head, kind, payload, object_id, participant.pk if participant else None)
        entry.save(force_insert=True)
        head.save(update_fields=["sequence", "hash"])
    return entry


def append_many(*, consultation: Consultation, kind: LogKind, acts: Iterable[Act]) -> int:
    """Add many links in one go, as an import or the demonstration does; returns how many."""
    written = 0
    with transaction.atomic():
        head = _locked_head(consultation)
        entries = []
        for act in acts:
            entries.append(_next(head, kind, act.payload, act.object_id, act.participant_id))
            if len(entries) == BATCH:
                written += len(LogEntry.objects.bulk_create(entries))
                entries = []
        written += len(LogEntry.objects.bulk_create(entries))
        head.save(update_fields=["sequence", "hash"])
    return written


def forget(*, participant: Participant, kinds: Collection[LogKind] = ()) -> int:
    """Take the salts of a participant's links (of these kinds; of all without any) and their tie to the participant.

    Nothing can be proved from them any more; the chain still verifies, and an `erasure` link says how many they were.
    Safe to repeat. Call it last in the transaction, as `append`.
    """
    with transaction.atomic():
        head = _locked_head(participant.consultation)
        entries = LogEntry.objects.filter(participant=participant)
        if kinds:
            entries = entries.filter(kind__in=kinds)
        number = entries.update(salt="", participant=None)
        if number:
            _next(head, LogKind.ERASURE, erasure_payload(number), number, None).save(force_insert=True)
            head.save(update_fields=["sequence", "hash"])
    return number


def seal_statements(*, consultation: Consultation) -> int:
    """Seal the statements that the team added to a consultation or reworded since; returns how many. Safe to repeat."""
    with transaction.atomic():
        _locked_head(consultation)
        links = LogEntry.objects.filter(consultation=consultation, kind=LogKind.STATEMENT).order_by("sequence")
        last = {entry.object_id: entry for entry in links}
        acts = [
            Act(statement.pk, statement_payload(statement), statement.author_id)
            for statement in Statement.objects.filter(consultation=consultation).order_by("number")
            if _is_news(last.get(statement.pk), statement)
        ]
        return append_many(consultation=consultation, kind=LogKind.STATEMENT, acts=acts)


def _is_news(entry: LogEntry | None, statement: Statement) -> bool:
    """Whether the log lacks what a statement now says. One whose salt went with an erasure stays as it is."""
    return entry is None or (bool(entry.salt) and not matches(entry, statement_payload(statement)))


def _locked_head(consultation: Consultation) -> LogHead:
    LogHead.objects.get_or_create(consultation=consultation)
    return LogHead.objects.select_for_update().get(consultation=consultation)


def _next(
    head: LogHead, kind: LogKind, payload: Payload, object_id: int | None, participant_id: int | None
) -> LogEntry:
    """The link that follows, unsaved; the head moves to it."""
    salt = secrets.token_hex(SALT_BYTES)
    digest = digest_of(salt, payload)
    head.sequence += 1
    head.hash = link(head.hash, head.sequence, kind, digest)
    return LogEntry(
        consultation_id=head.consultation_id,
        sequence=head.sequence,
        kind=kind,
        object_id=object_id,
        participant_id=participant_id,
        salt=salt,
        digest=digest,
        hash=head.hash,
    )
