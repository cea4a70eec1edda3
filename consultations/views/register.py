"""The public register of recommendations, what became of a consultation, and one recommendation's history."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kernel.requests.numbers import whole_number
from pages.dialogues.queries import give_dialogue

from ..choices import RecommendationState
from ..exports.register import register_csv
from ..queries.register import Row, Wanted, addressed, figures, register, rows, rows_of, sent
from ..recommendations import Standing
from .finding import visible

A_PAGE = 50
CSV = "text/csv; charset=utf-8"
UNDONE = (RecommendationState.DECLINED, RecommendationState.ABANDONED)


@require_safe
def public_register(request: HttpRequest) -> HttpResponse:
    """Every recommendation that was sent: what waits first, the longest overdue before all."""
    at = timezone.now()
    wanted = wanted_of(request)
    page = Paginator(register(wanted, at), A_PAGE).get_page(whole_number(request.GET.get("page", "")) or 1)
    found = register(Wanted(), at)
    return render(
        request,
        "consultations/register.html",
        {
            "rows": rows(page.object_list, at),  # type: ignore[arg-type]  # a slice of the queryset
            "page": page,
            "wanted": wanted,
            "query": query_of(wanted),
            "authorities": addressed(),
            "states": [state for state in RecommendationState if state != RecommendationState.DRAFT],
            "standings": [one for one in Standing if one != Standing.NONE],
            "figures": figures(Row(one, at.date()) for one in found),
        },
    )


@require_safe
def register_table(request: HttpRequest) -> HttpResponse:
    """The register under the same filters, as a CSV file."""
    at = timezone.now()
    return _csv(rows(register(wanted_of(request), at), at), "register")


def wanted_of(request: HttpRequest) -> Wanted:
    """The filters of an address; 404 for a state or a standing that is none."""
    state, standing = request.GET.get("state", ""), request.GET.get("standing", "")
    if state not in {"", *RecommendationState.values} or standing not in {"", *Standing.values}:
        raise Http404
    return Wanted(request.GET.get("authority", ""), state, standing)


def query_of(wanted: Wanted) -> str:
    """The filters as a query string, blanks left out."""
    given = {"authority": wanted.authority, "state": wanted.state, "standing": wanted.standing}
    return "&".join(f"{name}={value}" for name, value in given.items() if value)


@require_safe
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """What we asked, what you said, what was decided and answered, point by point."""
    consultation = visible(request, slug)
    give_dialogue(consultation)
    found = rows_of(consultation, timezone.now())
    context = {
        "consultation": consultation,
        "rows": found,
        "undone": [row for row in found if row.recommendation.state in UNDONE and row.answered],
        "figures": figures(found),
        "people": consultation.participants.count(),
    }
    return render(request, "consultations/answers.html", context)


@require_safe
def answers_table(request: HttpRequest, slug: str) -> HttpResponse:
    """The answers of a consultation as a CSV file."""
    consultation = visible(request, slug)
    return _csv(rows_of(consultation, timezone.now()), f"{consultation.slug}-answers")


@require_safe
def recommendation(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One recommendation: what it carries, whom it is addressed to, and each of its steps."""
    consultation = visible(request, slug)
    found = rows(sent().filter(consultation=consultation, number=number), timezone.now())
    if not found:
        raise Http404
    context = {"consultation": consultation, "row": found[0], "recommendation": found[0].recommendation}
    return render(request, "consultations/recommendation.html", context)


def _csv(found: list[Row], name: str) -> HttpResponse:
    response = HttpResponse(register_csv(found), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
