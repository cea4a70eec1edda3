"""My meetings: what one is registered for, what one is offered, what has been."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events import queries
from kernel.live.queries import heads

FOLLOWED = 6  # streams: a socket carries eight, the bell among them


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every meeting of the person who is signed in; the next ones follow what happens to them."""
    person: Any = request.user
    at = timezone.now()
    followed = queries.ids_of_mine(person, at)[:FOLLOWED]
    places = heads([f"mr:{pk}" for pk in followed])  # before the rows: a snapshot may repeat an event, never miss one
    context = {
        "person": person,
        "mine": queries.my_meetings(person, at),
        "heads": {pk: places[f"mr:{pk}"] for pk in followed},
        "own": queries.calendar_of(person),
        "now": at,
    }
    return render(request, "events/mine.html", context)
