"""Positions of organisations as everyone reads them: the list, one with its history, its document, the table."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kernel.pagecache.keeping import kept

from .. import queries, rules
from ..choices import Act, PositionState
from ..exports import positions as tables
from ..models import Consultation, Position, PositionRevision
from .documents import handed_out
from .finding import visible


@require_safe
def positions(request: HttpRequest, slug: str) -> HttpResponse:
    """Who signed what, organisation by organisation, and what organisations answer: never added to people."""
    consultation = visible(request, slug)
    found, on_statements = _counted(consultation)
    signed = [one for one in found if one.position.state == PositionState.SIGNED]
    return render(
        request,
        "consultations/positions.html",
        {
            "consultation": consultation,
            "signed": signed,
            "withdrawn": [one for one in found if one.position.state == PositionState.WITHDRAWN],
            "by_constituency": queries.signed_by_constituency(signed),
            "statements": [
                (statement, on_statements[statement.pk])
                for statement in queries.statements_of(consultation)
                if statement.pk in on_statements
            ],
            "takes_signatures": Act.SIGN in rules.acts_open(consultation, timezone.now()),
            "people": queries.people_of(consultation),
        },
    )


@require_safe
def position(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """One organisation's position: its words, its answers, who signed."""
    consultation = visible(request, slug)
    found = _found(consultation, organisation)
    revision = queries.revision_of(found)
    return render(
        request,
        "consultations/position.html",
        {
            "consultation": consultation,
            "position": found,
            "organisation": found.organisation,
            "revision": revision,
            "stances": queries.stances_of(revision),
            "takes_signatures": Act.SIGN in rules.acts_open(consultation, timezone.now()),
        },
    )


@require_safe
def position_history(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Every signature of a position, with what it changed, word by word, and every withdrawal."""
    consultation = visible(request, slug)
    found = _found(consultation, organisation)
    return render(
        request,
        "consultations/position_history.html",
        {
            "consultation": consultation,
            "position": found,
            "organisation": found.organisation,
            "versions": queries.versions_of(found),
        },
    )


@require_safe
def position_document(request: HttpRequest, slug: str, organisation: str, number: int) -> HttpResponse:
    """The document of a revision, public with it."""
    found = _found(visible(request, slug), organisation)
    revision = get_object_or_404(PositionRevision, position=found, number=number)
    return handed_out(request, revision.document, revision.document_name)


@require_safe
def positions_table(request: HttpRequest, slug: str) -> HttpResponse:
    """The positions that stand signed, one row each, statements as columns (CSV, UTF-8)."""
    consultation = visible(request, slug)
    response = HttpResponse(tables.to_csv_of(consultation), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="positions-{consultation.slug}.csv"'
    return response


def _counted(consultation: Consultation) -> tuple[list[queries.Signed], dict[int, queries.OrganisationsOn]]:
    return kept(
        f"positions:{consultation.pk}",
        lambda: (queries.positions_of(consultation), queries.organisations_on(consultation)),
    )


def _found(consultation: Consultation, organisation: str) -> Position:
    found = queries.position_of(consultation, organisation)
    if found is None:
        raise Http404
    return found
