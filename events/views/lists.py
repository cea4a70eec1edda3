"""The lists of meetings: to come, over, by month; each under the reader's filters, as its address says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from events import queries
from events.filters import Browsing, Filters, browse
from events.models import MeetingsPage
from events.months import Month, first_weekday, weekdays
from events.queries.catalogue import Entry
from kernel.languages.choices import current_language
from pages.base.registry import page_view

UPCOMING_A_PAGE = 30
PAST_A_PAGE = 20


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings to come, those without a date last; under a dialogue, its past ones below."""
    at = timezone.now()
    filters, browsing = _browse(request, queries.upcoming_entries(request.user, at))
    context = _page_of(request, browsing, UPCOMING_A_PAGE)
    if browsing.dialogue:
        past = filters.narrow(queries.past_entries(request.user, at))
        context["past_rows"] = queries.rows_of([entry.pk for entry in past[:PAST_A_PAGE]], at)
        context["past_more"] = len(past) > PAST_A_PAGE
    return _answer(request, "events/list.html", filters, browsing, {**context, "tab": "upcoming"})


@require_safe
def past_list(request: HttpRequest) -> HttpResponse:
    """The meetings that are over, with what was written about them."""
    at = timezone.now()
    filters, browsing = _browse(request, queries.past_entries(request.user, at))
    context = _page_of(request, browsing, PAST_A_PAGE)
    shown = [row.meeting.pk for row in context["rows"]]
    context["documents"] = queries.documents_of(shown)
    return _answer(request, "events/list.html", filters, browsing, {**context, "tab": "past"})


@require_safe
def month(request: HttpRequest, year: int | None = None, number: int | None = None) -> HttpResponse:
    """One month as a grid, the current one without a number. Months far from any meeting are not found."""
    at = timezone.now()
    today = timezone.localdate(at)
    span = queries.span_of_meetings(request.user, today)
    shown = Month.of(today) if year is None or number is None else _month(year, number)
    if shown is None or not span.answers(shown):
        raise Http404
    filters, browsing = _browse(request, queries.entries_between(request.user, shown.first, shown.last))
    rows = queries.rows_of([entry.pk for entry in browsing.found], at)
    begins_on = first_weekday(current_language(), getattr(request.user, "country_id", None) or "")
    context = {
        "tab": "month",
        "month": shown,
        "this_month": Month.of(today),
        "weeks": queries.weeks_of(shown, rows, begins_on=begins_on, today=today),
        "weekdays": weekdays(current_language(), begins_on),
        "before": span.before(shown),
        "after": span.after(shown),
        "is_beyond": not span.holds(shown),
        "count": len(rows),
    }
    return _answer(request, "events/month.html", filters, browsing, context)


def _month(year: int, number: int) -> Month | None:
    try:
        return Month(year, number)
    except ValueError:
        return None


def _browse(request: HttpRequest, entries: Sequence[Entry]) -> tuple[Filters, Browsing]:
    filters = Filters(request.GET)
    browsing = browse(filters, entries)
    if browsing.has_strays:
        raise Http404
    return filters, browsing


def _page_of(request: HttpRequest, browsing: Browsing, size: int) -> dict[str, Any]:
    listed = Paginator(browsing.found, size).get_page(request.GET.get("page"))
    rows = queries.rows_of([entry.pk for entry in listed], timezone.now())
    return {"rows": rows, "listed": listed, "count": len(browsing.found)}


def _neighbours(filters: Filters, listed: Any) -> dict[str, str]:
    before = filters.with_page(listed.previous_page_number()) if listed.has_previous() else ""
    return {
        "query_before": before,
        "query_after": filters.with_page(listed.next_page_number()) if listed.has_next() else "",
    }


def _answer(
    request: HttpRequest, template: str, filters: Filters, browsing: Browsing, context: dict[str, Any]
) -> HttpResponse:
    listed = context.get("listed")
    links = _neighbours(filters, listed) if listed else {}
    response = render(request, template, {**context, **links, "filters": filters, "browsing": browsing})
    asked = request.GET.get("page")
    if not filters.is_canonical or asked not in {None, str(listed.number if listed else "")}:
        patch_cache_control(response, private=True)  # invented addresses push no page out of the cache
    return response


@page_view(MeetingsPage)
def section(request: HttpRequest, page: MeetingsPage) -> HttpResponse:
    """The section in the tree leads to the list."""
    return redirect("events:list")
