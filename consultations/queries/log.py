"""The log read: whether it holds, what of it is public, and what a person sees of their own part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Model, OuterRef, QuerySet, Sum

from ..choices import LogKind, RecommendationState, ResponseState, StatementState
from ..log_payloads import SEALED, digest_of, erasure_payload, link, matches
from ..models import (
    Consultation,
    LogEntry,
    LogHead,
    Participant,
    Position,
    Recommendation,
    RecommendationEntry,
    Response,
    Statement,
    Vote,
)

if TYPE_CHECKING:
    from actors.models import Person

BATCH = 500  # records whose links are read at once
PAGE = 50_000  # links in a public table


@dataclass(frozen=True)
class Fault:
    """Something that cannot be: where, and what (`broken`, `head`, `changed`, `missing`, `unsealed`, `blanked`)."""

    what: str
    kind: str = ""
    sequence: int | None = None
    object_id: int | None = None


@dataclass
class Verdict:
    """What a verification found. `checked`: records that say what their last link sealed; `forgotten`: links whose
    salt went with an erasure."""

    links: int = 0
    head: str = ""
    checked: int = 0
    forgotten: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def verify(consultation: Consultation) -> Verdict:
    """Verify the chain, then each record against its last link, then that no salt went unseen.

    Reads the log once and records by batches, so that memory does not grow with the votes.
    """
    found = Verdict()
    _verify_chain(consultation, found)
    for kind in SEALED:
        _verify_records(consultation, kind, found)
    _verify_erasures(consultation, found)
    return found


def hash_at(consultation: Consultation, sequence: int) -> str:
    """The hash of a link, to be compared with one that somebody noted; "" where there is none."""
    return (
        LogEntry.objects.filter(consultation=consultation, sequence=sequence).values_list("hash", flat=True).first()
        or ""
    )


def _verify_chain(consultation: Consultation, found: Verdict) -> None:
    links = LogEntry.objects.filter(consultation=consultation).order_by("sequence")
    for sequence, kind, digest, hashed in links.values_list("sequence", "kind", "digest", "hash").iterator():
        found.links += 1
        if sequence != found.links or hashed != link(found.head, sequence, kind, digest):
            found.faults.append(Fault("broken", kind, sequence))
            return
        found.head = hashed
    head = LogHead.objects.filter(consultation=consultation).first()
    if (head.sequence, head.hash) != (found.links, found.head) if head else found.links:
        found.faults.append(Fault("head", sequence=found.links))


def _verify_records(consultation: Consultation, kind: LogKind, found: Verdict) -> None:
    model, payload_of = SEALED[kind]
    links = LogEntry.objects.filter(consultation=consultation, kind=kind)
    for records in _batches(_records(consultation, kind)):
        last = {entry.object_id: entry for entry in links.filter(object_id__in=records).order_by("sequence")}
        for key, record in records.items():
            entry = last.get(key)
            if entry is None:
                if kind != LogKind.STATEMENT:  # those of the team are sealed with its first decision on them
                    found.faults.append(Fault("unsealed", kind, object_id=key))
            elif not entry.salt:
                continue
            elif matches(entry, payload_of(record)):
                found.checked += 1
            else:
                found.faults.append(Fault("changed", kind, entry.sequence, key))
    kept = model._default_manager.filter(pk=OuterRef("object_id"))
    gone = links.exclude(salt="").exclude(Exists(kept))
    found.faults += [Fault("missing", kind, *row) for row in gone.values_list("sequence", "object_id")]


def _verify_erasures(consultation: Consultation, found: Verdict) -> None:
    links = LogEntry.objects.filter(consultation=consultation)
    erasures = links.filter(kind=LogKind.ERASURE)
    for entry in erasures:
        if entry.object_id is None or digest_of(entry.salt, erasure_payload(entry.object_id)) != entry.digest:
            found.faults.append(Fault("changed", LogKind.ERASURE, entry.sequence))
    found.forgotten = links.filter(salt="").count()
    if found.forgotten != (erasures.aggregate(n=Sum("object_id"))["n"] or 0):
        found.faults.append(Fault("blanked"))


def _records(consultation: Consultation, kind: LogKind) -> QuerySet[Any]:
    """The records of a kind that the log must seal (of statements: may)."""
    return {
        LogKind.VOTE: Vote.objects.filter(statement__consultation=consultation),
        LogKind.RESPONSE: Response.objects.filter(consultation=consultation, state=ResponseState.SUBMITTED),
        LogKind.STATEMENT: Statement.objects.filter(consultation=consultation),
        LogKind.POSITION: Position.objects.filter(consultation=consultation),
        LogKind.RECOMMENDATION: Recommendation.objects.filter(consultation=consultation).exclude(
            state=RecommendationState.DRAFT
        ),
        LogKind.ANSWER: RecommendationEntry.objects.filter(recommendation__consultation=consultation),
    }[kind]


def _batches(records: QuerySet[Any]) -> Iterator[dict[int, Model]]:
    """By key, so many at a time."""
    last = 0
    while rows := list(records.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield {row.pk: row for row in rows}
        last = rows[-1].pk


# -- what everyone may read


@dataclass(frozen=True)
class PublicHead:
    """Where the chain stands: how many links, and the hash of the last."""

    sequence: int
    hash: str

    @property
    def pages(self) -> range:
        """The numbers of the public tables."""
        return range(1, -(-self.sequence // PAGE) + 1)


def public_head(consultation: Consultation) -> PublicHead:
    """The head, which anyone may note and compare later."""
    head = LogHead.objects.filter(consultation=consultation).first()
    return PublicHead(head.sequence, head.hash) if head else PublicHead(0, "")


def public_links(consultation: Consultation, page: int) -> QuerySet[LogEntry, tuple[int, str, str, str]]:
    """(sequence, kind, digest, hash) of so many links: no time, no person, no record, no salt."""
    first = (page - 1) * PAGE
    links = LogEntry.objects.filter(consultation=consultation, sequence__gt=first, sequence__lte=first + PAGE)
    return links.order_by("sequence").values_list("sequence", "kind", "digest", "hash")


# -- what a person sees of their own part


@dataclass(frozen=True)
class Receipt:
    """What a person gave and the log seals. No value, salt, number of link or time stands in it: with one of them,
    and the totals that move with each vote, it would prove to somebody else how its owner voted.

    `votes`: the statements answered, each with whether the vote kept is the one sealed. `response`, `proposed`:
    likewise for what was answered to the questionnaire and for statements proposed; None: nothing given.
    """

    votes: list[tuple[Statement, bool]]
    proposed: list[tuple[Statement, bool]]
    response: bool | None

    @property
    def is_whole(self) -> bool:
        """Whether all of it is sealed as it counts."""
        return self.response is not False and all(ok for _statement, ok in (*self.votes, *self.proposed))

    def __bool__(self) -> bool:
        return bool(self.votes or self.proposed or self.response is not None)


def receipt_of(person: Person, consultation: Consultation) -> Receipt:
    """What the log says of a person's own part. Nine queries at most, however many votes."""
    participant = Participant.objects.filter(consultation=consultation, person=person).first()
    if participant is None:
        return Receipt([], [], None)
    votes = list(participant.votes.select_related("statement").order_by("statement__number"))
    proposed = list(participant.statements.order_by("number"))
    responses = list(Response.objects.filter(participant=participant, state=ResponseState.SUBMITTED))
    sealed = {
        kind: _sealed(consultation, kind, {record.pk: record for record in records})
        for kind, records in (
            (LogKind.VOTE, votes),
            (LogKind.STATEMENT, proposed),
            (LogKind.RESPONSE, responses),
        )
    }
    on_vote = [vote for vote in votes if vote.statement.state == StatementState.PUBLISHED]
    return Receipt(
        [(vote.statement, sealed[LogKind.VOTE][vote.pk]) for vote in on_vote],
        [(statement, sealed[LogKind.STATEMENT][statement.pk]) for statement in proposed],
        sealed[LogKind.RESPONSE][responses[0].pk] if responses else None,
    )


def _sealed(consultation: Consultation, kind: LogKind, records: dict[int, Any]) -> dict[int, bool]:
    """Which records say what their last link sealed."""
    _model, payload_of = SEALED[kind]
    links = LogEntry.objects.filter(consultation=consultation, kind=kind, object_id__in=records)
    last = {entry.object_id: entry for entry in links.order_by("sequence")}
    return {
        key: key in last and bool(last[key].salt) and matches(last[key], payload_of(record))
        for key, record in records.items()
    }
