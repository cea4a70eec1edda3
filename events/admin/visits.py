"""Who came in online, for the team: when, as what, in which language. How long is not known."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from events import queries, rules
from events.models import Meeting


@never_cache
def visits(request: HttpRequest, pk: int) -> HttpResponse:
    """The visits to one meeting, in order."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    meeting = get_object_or_404(Meeting, pk=pk)
    return render(request, "events/admin/visits.html", {"meeting": meeting, "visits": queries.visits_to(meeting)})
