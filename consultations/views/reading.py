"""List, presentation and results of consultations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kernel.pagecache.keeping import kept
from pages.base.registry import page_view
from pages.dialogues.queries import give_dialogue

from .. import queries, rules
from ..models import Consultation, ConsultationPage, ConsultationsPage
from .course import course
from .finding import visible
from .results import counted


@require_safe
def consultation_list(request: HttpRequest) -> HttpResponse:
    """Open consultations first, then those to come, then the closed ones."""
    at = timezone.now()
    consultations = Consultation.objects
    return render(
        request,
        "consultations/list.html",
        {
            "open": queries.teasers(consultations.open(at).order_by("closes_at", "pk")),
            "upcoming": queries.teasers(consultations.upcoming(at).order_by("opens_at", "pk")),
            "closed": queries.teasers(consultations.closed(at)[:30]),
        },
    )


@require_safe
def consultation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The consultation at its page's address when it has one, else here."""
    consultation = visible(request, slug)
    page = queries.page_of(consultation)
    if page:
        return redirect(page.get_url(request) or reverse("consultations:list"))
    return render(request, "consultations/consultation.html", _presentation(consultation, timezone.now()))


@page_view(ConsultationsPage)
def section(request: HttpRequest, page: ConsultationsPage) -> HttpResponse:
    """The section in the tree leads to the list."""
    return redirect("consultations:list")


@page_view(ConsultationPage, withheld=queries.withheld_pages)
def consultation_page(request: HttpRequest, page: ConsultationPage) -> HttpResponse:
    """A consultation with its texts, its first statement and the results so far. A page may be live before its
    consultation is published, or after it is withdrawn: then it is nobody's but the team's."""
    if not getattr(request, "is_preview", False) and not rules.may_read(request.user, page.consultation):
        raise Http404
    context = _presentation(page.consultation, timezone.now())
    return render(request, "consultations/consultation.html", {**context, "page": page})


def _presentation(consultation: Consultation, at: datetime) -> dict[str, Any]:
    give_dialogue(consultation)
    found, turnout = counted(consultation)
    phases = kept(f"phases:{consultation.pk}", lambda: queries.phases_of(consultation))
    return {
        "consultation": consultation,
        "stage": consultation.stage(at),
        **course(consultation, phases, at),
        "results": found,
        "shown": _most_answered(found),
        "turnout": turnout,
    }


def _most_answered(results: list[queries.StatementResult]) -> queries.StatementResult | None:
    return max(results, key=lambda result: (result.total.seen, -result.statement.number), default=None)
