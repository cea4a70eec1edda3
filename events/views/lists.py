"""The lists of meetings: to come, over, and those of one dialogue."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import queries
from events.models import Meeting, MeetingsPage
from pages.base.models import BasePage
from pages.base.queries import readable
from pages.base.registry import page_view

UPCOMING_SHOWN = 60
PAST_A_PAGE = 20


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings to come; with ?dialogue= only those of one dialogue, past ones included."""
    at = timezone.now()
    if dialogue := request.GET.get("dialogue", ""):
        return _meetings_of_dialogue(request, dialogue)
    rows = queries.upcoming_meetings(request.user, UPCOMING_SHOWN, at)
    return render(request, "events/list.html", {"rows": rows, "tab": "upcoming"})


def _meetings_of_dialogue(request: HttpRequest, ident: str) -> HttpResponse:
    if not (ident.isascii() and ident.isdigit()):
        raise Http404
    dialogue = get_object_or_404(readable(BasePage.objects.all()), pk=int(ident[:12]))
    rows = queries.meetings_of_dialogue(dialogue.pk, timezone.now())
    return render(request, "events/list.html", {"rows": rows, "tab": "dialogue", "dialogue": dialogue})


@require_safe
def past_list(request: HttpRequest) -> HttpResponse:
    """The meetings that are over, twenty a page."""
    at = timezone.now()
    pages = Paginator(Meeting.objects.visible_to(request.user).past(at), PAST_A_PAGE)
    page_of_list = pages.get_page(request.GET.get("page"))
    rows = queries.rows(page_of_list.object_list, at)
    return render(request, "events/list.html", {"rows": rows, "tab": "past", "listed": page_of_list})


@page_view(MeetingsPage)
def section(request: HttpRequest, page: MeetingsPage) -> HttpResponse:
    """The section in the tree leads to the list."""
    return redirect("events:list")
