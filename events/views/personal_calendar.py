"""The personal calendar: the page on which a person has its secret address, and the calendar that programs read."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import actions, calendar, queries
from kernel.languages.choices import current_language
from kernel.requests.limits import rate_limit


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("calendar", rate="30/m")
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Show, make, renew or take away the address of one's own calendar."""
    person: Any = request.user
    if request.method == "POST":
        _act(request.POST.get("act", ""), person, shows=bool(request.POST.get("shows_waiting")))
        return redirect("my_calendar:page")
    own = queries.calendar_of(person)
    address = calendar.absolute(reverse("my_calendar:feed", args=[own.secret])) if own else ""
    context = {"own": own, "address": address, "webcal": f"webcal:{address.partition(':')[2]}"}
    return render(request, "events/my_calendar.html", context)


def _act(name: str, person: Any, *, shows: bool) -> None:
    at = timezone.now()
    if name == "open":
        actions.open_personal_calendar(person=person, at=at)
    elif name == "renew":
        actions.renew_personal_calendar(person=person, at=at)
    elif name == "close":
        actions.close_personal_calendar(person=person, at=at)
    elif name == "waiting":
        actions.show_waiting(person=person, shows=shows)


@require_safe
def personal_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar under its secret address, for the program that holds it and no cache between."""
    own = queries.calendar_under(secret)
    if own is None:
        raise Http404
    language = current_language()
    registrations = queries.registrations_in(own, timezone.now())
    body = calendar.personal(
        registrations=registrations,
        language=language,
        name=_("Rives : mes rencontres"),
        url=calendar.absolute(reverse("portal:my-space")),
    )
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    whole = HttpResponse(body, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response = get_conditional_response(request, etag=etag, response=whole) or whole
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
