"""The pages of projects, pilots and results, and their register."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kernel.exports.tables import to_csv
from kernel.requests.limits import search_limit
from kernel.search.queries import Wanted, search
from pages.base.queries import ancestors_of
from pages.base.registry import page_view

from .filters import PAGE_SIZE, Filters, chips_of, facets_of
from .models import PilotPage, ProjectIndexPage, ProjectPage, ResultPage
from .queries import (
    PilotDetails,
    Register,
    arcs_of,
    around,
    cards,
    documents_of,
    pilots_on_map,
    pins_of,
    project_details,
    register_entries,
    theme_names,
)
from .search import KINDS

MAX_EXPORT = 5000


def _matching(text: str, language: str) -> set[int] | None:
    """The ids that a text search finds; None without a text."""
    if not text:
        return None
    wanted = Wanted(text=text, kinds=frozenset(KINDS))
    return {hit.object_id for hit in search(wanted, person=None, language=language, page_size=600).hits}


@page_view(ProjectIndexPage)
@search_limit
def register(request: HttpRequest, page: ProjectIndexPage) -> HttpResponse:
    """Every project, pilot and result, with filters, a map and a table to download."""
    filters, themes = Filters(request), theme_names()
    found = Register(register_entries(_matching(filters.text, request.LANGUAGE_CODE)), filters.chosen(themes))
    entries = found.found
    if request.GET.get("format") == "csv":
        return _table([entry.pk for entry in entries[:MAX_EXPORT]], request)
    facets = facets_of(found, themes)
    number_of_pages = max(1, -(-len(entries) // PAGE_SIZE))
    current = min(max(filters.page, 1), number_of_pages)
    shown = entries[(current - 1) * PAGE_SIZE : current * PAGE_SIZE]
    listed = {entry.pk for entry in entries}
    on_map = [pilot for pilot in pilots_on_map() if pilot.pk in listed]
    places = {pilot.pk: [pilot.place] for pilot in on_map if pilot.place}
    context = {
        "page": page,
        "filters": filters,
        "facets": facets,
        "chips": chips_of(filters, facets),
        "total": len(found.entries),
        "count": len(entries),
        "cards": [(card, places.get(card.page.pk, [])) for card in cards([entry.pk for entry in shown])],
        "pins": pins_of(on_map),
        "arcs": arcs_of(on_map),
        "current": current,
        "numbers": _page_numbers(filters, number_of_pages),
        "next_query": filters.with_page(current + 1) if current < number_of_pages else "",
    }
    return TemplateResponse(request, "pages/projects/register.html", context)


def _page_numbers(filters: Filters, count: int) -> list[tuple[int, str]]:
    return [(number, filters.with_page(number)) for number in range(1, count + 1)]


def _table(ids: list[int], request: HttpRequest) -> HttpResponse:
    columns = [
        (_("Titre"), lambda card: card.page.title),
        (_("Type"), lambda card: card.kind_label),
        (_("Résumé"), lambda card: card.lede.text if card.lede else ""),
        (_("Lieu"), lambda card: card.place.text if card.place else ""),
        (_("Reprises"), lambda card: card.page.taken_up if card.kind == "pilot" else ""),
        (_("Adresse"), lambda card: card.page.get_full_url(request)),
    ]
    response = HttpResponse(to_csv(cards(ids), columns), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rives-projets-resultats.csv"'
    return response


@page_view(ProjectPage, related=("cover",))
def project(request: HttpRequest, page: ProjectPage) -> HttpResponse:
    """A project with its facts, its sources and what came of it."""
    return TemplateResponse(request, "pages/projects/project.html", {"page": page, "details": project_details(page)})


@page_view(PilotPage, related=("cover", "lead__country"))
def pilot(request: HttpRequest, page: PilotPage) -> HttpResponse:
    """A pilot: where, what for, measured how, taken up by whom."""
    details = PilotDetails(page, page.get_url(request) or "")
    context = {"page": page, "ancestors": ancestors_of(page), "details": details}
    return TemplateResponse(request, "pages/projects/pilot.html", context)


@page_view(ResultPage, related=("cover",))
def result(request: HttpRequest, page: ResultPage) -> HttpResponse:
    """A result, with the pilot and the project it came from."""
    context = {"page": page, "around": around(page), "documents": documents_of(page)}
    return TemplateResponse(request, "pages/projects/result.html", context)
