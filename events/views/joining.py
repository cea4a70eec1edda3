"""The door to an online meeting: a page that says when it opens, and the step through it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from events import actions, providers, queries, rules
from events.door import Door, Verdict, door_of, has_door
from events.errors import NotAllowed, RoomUnavailable
from events.models import Meeting
from events.wording import moment, time_left
from kernel.languages.choices import current_language
from kernel.requests.limits import rate_limit

from .finding import visible_meeting


@never_cache
@require_safe
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """What this reader finds at the door; whoever is signed out signs in and comes back."""
    meeting = _meeting_with_door(request, slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _at_the_door(request, meeting)


@never_cache
@require_GET
@rate_limit("join", rate="30/m")
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Through the door: the browser alone learns where, and tells nobody where it comes from. Never a page."""
    meeting = _meeting_with_door(request, slug)
    if not request.user.is_authenticated:
        return redirect("events:join", slug=slug)
    try:
        address = actions.join(meeting=meeting, person=request.user, language=current_language(), at=timezone.now())
    except RoomUnavailable as error:
        return _at_the_door(request, meeting, error=str(error), status=503)
    except NotAllowed:
        return redirect("events:join", slug=slug)
    response = HttpResponseRedirect(address)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _meeting_with_door(request: HttpRequest, slug: str) -> Meeting:
    meeting = visible_meeting(request, slug)
    if not has_door(meeting):
        raise Http404
    return meeting


def _at_the_door(request: HttpRequest, meeting: Meeting, *, error: str = "", status: int = 0) -> HttpResponse:
    person: Any = request.user
    at = timezone.now()
    registration = queries.registration_of(person, meeting)
    is_ready = providers.provider_of(meeting).is_ready(providers.room_of(meeting))
    door = door_of(meeting, registration, is_team=rules.may_manage(person), is_ready=is_ready, at=at)
    if door.verdict is Verdict.NONE:
        raise Http404
    context = {
        "meeting": meeting,
        "registration": registration,
        "door": door,
        "now": at,
        "opening": moment(door.opens_at, [meeting.zone, person.time_zone]) if door.opens_at else "",
        "left": time_left(door.opens_at - at) if door.opens_at else "",
        "may_register": registration is None and rules.may_register(person, meeting, at),
        "error": error,
    }
    return render(request, "events/join.html", context, status=status or _status_of(door))


def _status_of(door: Door) -> int:
    return 403 if door.verdict is Verdict.REFUSED else 200
