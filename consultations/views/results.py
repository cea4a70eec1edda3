"""Results for everyone: the page, the table and the data, all from what is published."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kernel.languages.choices import direction
from kernel.live.queries import head
from kernel.pagecache.keeping import kept

from .. import queries
from ..drawing import Point, places, scatters
from ..exports.results import results_csv, results_json
from ..models import Analysis, Consultation
from ..queries.coverage import balance, heard_of, network
from ..queries.panorama import Panorama, Read, panorama
from ..queries.results import StatementResult, Turnout
from .finding import visible

EACH_PAGE = 30  # statements told one by one
MOST_NAMED = 10  # statements in a list of findings; the others are in the table


def counted(consultation: Consultation, since: int = 0) -> tuple[list[StatementResult], Turnout]:
    """Results and turnout, which everyone reads and every vote makes stale.

    `since`: the event from which a live page follows; what was counted before it would never be mended there.
    """
    return kept(
        f"consultation:{consultation.pk}:{since}",
        lambda: (queries.results_of(consultation), queries.turnout_of(consultation)),
    )


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Where levels agree and part, who was heard, and every statement by level and by shore."""
    consultation = visible(request, slug)
    live = head(f"c:{consultation.pk}")  # read before the rows
    found, turnout = counted(consultation, live.seq)
    seen = panorama(found)
    analysis = Analysis.objects.filter(consultation=consultation).first()
    page = Paginator(seen.reads, EACH_PAGE).get_page(request.GET.get("page"))
    heard = heard_of(turnout, network())
    context = {
        "consultation": consultation,
        "stage": consultation.stage(timezone.now()),
        "results": found,
        "turnout": turnout,
        "head": live,
        "seen": seen,
        "page": page,
        **_named(seen),
        "scatters": scatters(_points(seen.reads, page), mirrored=direction(get_language() or "fr") == "rtl"),
        "heard": heard,
        "most_heard": max((n for one in heard for n in (one.north, one.south, one.basin) if n), default=0),
        "basin_heard": any(one.basin for one in heard),
        "missing": [one for one in heard if not one.people],
        "balance": balance(heard),
        "analysis": analysis,
        "places": places(analysis.figures) if analysis else None,
    }
    return render(request, "consultations/results.html", context)


def _named(seen: Panorama) -> dict[str, Any]:
    """The statements that lists of findings name, and what stands at the top of the page."""
    return {
        "ground": seen.ground[:MOST_NAMED],
        "bridges": seen.bridges[:MOST_NAMED],
        "debated": seen.debated[:MOST_NAMED],
        "joins": seen.ground[0] if seen.ground else seen.nearest,
        "divides": seen.debated[0] if seen.debated else None,
    }


def _points(reads: tuple[Read, ...], page: Page[Read]) -> list[Point]:
    shown = [one for one in reads if one.spread is not None]
    shown.sort(key=lambda one: (-one.result.total.seen, one.result.statement.number))
    return [
        Point(
            one.result.statement.number,
            one.net,
            one.spread or 0,
            one.finding.is_common_ground,
            one.way(page.number, EACH_PAGE),
        )
        for one in shown
    ]


@require_safe
def results_table(request: HttpRequest, slug: str) -> HttpResponse:
    """The published figures as CSV."""
    consultation = visible(request, slug)
    response = HttpResponse(results_csv(counted(consultation)[0]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation.slug}-results.csv"'
    return response


@require_safe
def results_data(request: HttpRequest, slug: str) -> JsonResponse:
    """The published figures as JSON."""
    consultation = visible(request, slug)
    return JsonResponse(results_json(consultation, *counted(consultation)), json_dumps_params={"ensure_ascii": False})
