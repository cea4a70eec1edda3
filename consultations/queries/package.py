"""What is published of a consultation, gathered for its result package."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import translation

from actors.choices import Constituency
from kernel.languages.choices import DEFAULT, LANGUAGES
from kernel.mail.render import absolute

from ..choices import LogKind, PositionState
from ..models import Analysis, Consultation, LogEntry, Package, PositionRevision, PublishedTable
from ..package import Facts, PositionFacts, StatementFacts
from ..results import Tally
from .coverage import network
from .positions import people_of, positions_of, present_stances, votable_statements
from .results import totals_of

NOBODY = (0, 0, 0)


def facts_of(consultation: Consultation) -> Facts:
    """What the package says: totals, tables and positions as everyone reads them, never a vote. Eleven queries."""
    tables = {table.statement_id: table for table in PublishedTable.objects.filter(consultation=consultation)}
    people = tables.get(None)
    statements = votable_statements(consultation)
    numbers = {statement.pk: statement.number for statement in statements}
    totals = totals_of(list(numbers))
    with translation.override(DEFAULT):
        address = absolute(reverse("consultations:detail", args=[consultation.slug]))
    return Facts(
        slug=consultation.slug,
        titles=_texts(consultation, "title"),
        address=address,
        opens_at=consultation.opens_at.isoformat(),
        closes_at=consultation.closes_at.isoformat(),
        levels=Constituency.values,
        statements=[
            StatementFacts(
                number=statement.number,
                texts=_texts(statement, "text"),
                proposed_by=statement.proposed_by,
                total=_counts(totals.get(statement.pk, Tally())),
                tables=_tables(tables.get(statement.pk)),
            )
            for statement in statements
        ],
        people=_tables(people),
        people_in_all=people_of(consultation),
        network=network(),
        positions=_positions(consultation, numbers),
        log=_last_vote(consultation),
        analysis=_analysis(consultation),
    )


def packages_of(consultation: Consultation) -> list[Package]:
    """The published packages, the latest first."""
    return list(Package.objects.filter(consultation=consultation))


def last_change(consultation: Consultation) -> datetime | None:
    """When something that a package holds last changed; None when there is nothing to publish yet."""
    tables = PublishedTable.objects.filter(consultation=consultation).aggregate(at=Max("published_at"))["at"]
    signed = PositionRevision.objects.filter(position__consultation=consultation).aggregate(
        signed=Max("signed_at"), withdrawn=Max("position__withdrawn_at")
    )
    analysed = Analysis.objects.filter(consultation=consultation).aggregate(at=Max("made_at"))["at"]
    return max((at for at in (tables, signed["signed"], signed["withdrawn"], analysed) if at), default=None)


def _positions(consultation: Consultation, numbers: dict[int, int]) -> list[PositionFacts]:
    stances = present_stances(consultation)
    return [
        PositionFacts(
            organisation=one.position.organisation.name,
            level=one.position.constituency,
            shore=one.position.shore,
            revision=one.revision.number,
            signed_on=one.revision.signed_at.astimezone(consultation.tzinfo).date().isoformat(),
            language=one.revision.language,
            text=one.revision.text,
            stances={
                numbers[statement]: value
                for statement, value in stances.get(one.position.pk, {}).items()
                if statement in numbers
            },
        )
        for one in positions_of(consultation)
        if one.position.state == PositionState.SIGNED
    ]


def _last_vote(consultation: Consultation) -> dict[str, Any]:
    """The last link that seals a vote: the chain must hold it for ever."""
    votes = LogEntry.objects.filter(consultation=consultation, kind=LogKind.VOTE)
    last = votes.order_by("-sequence").values("sequence", "hash").first()
    return dict(last) if last else {}


def _analysis(consultation: Consultation) -> dict[str, Any]:
    latest = Analysis.objects.filter(consultation=consultation).first()
    return dict(latest.figures) if latest else {}


def _tables(table: PublishedTable | None) -> dict[str, dict[str, tuple[int, int, int]]]:
    if table is None:
        return {}
    return {
        name: {group: _triple(counts) for group, counts in groups.items()} for name, groups in table.figures.items()
    }


def _counts(tally: Tally) -> tuple[int, int, int]:
    return tally.agree, tally.disagree, tally.passed


def _triple(counts: Any) -> tuple[int, int, int]:
    agree, disagree, passed = counts or NOBODY
    return agree, disagree, passed


def _texts(record: Any, field: str) -> dict[str, str]:
    return {code: getattr(record, f"{field}_{code}") or "" for code in LANGUAGES}
