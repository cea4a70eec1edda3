"""Answering an offer from its mail, on any device and without signing in: the link shows a question, a POST answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events import actions, offer_links, rules
from events.errors import MeetingError
from events.models import Offer
from kernel.mail.times import moment
from kernel.requests.limits import rate_limit

ANSWERS = {"accept": actions.accept_offer, "decline": actions.decline_offer}


@csrf_exempt  # the signed address is the proof, and the browser inside a mail program may keep no cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("offer", rate="30/m")
def offer(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Take the place that is held, or leave it; once answered or too late, what became of it."""
    found = _offer_of(slug, token)
    registration, at = found.registration, timezone.now()
    is_open = not found.answer and rules.may_answer_offer(registration.person, registration, at)
    answer = ANSWERS.get(request.POST.get("answer", ""))
    if answer is None or not is_open:
        return _page(request, found, is_open=is_open)
    try:
        answer(registration=registration, by=registration.person, at=at)
    except MeetingError as error:
        return _page(request, found, is_open=is_open, error=str(error), status=409)
    return redirect(request.path)


def _offer_of(slug: str, token: str) -> Offer:
    """The offer that was signed, if it belongs to this meeting, or 404."""
    link = offer_links.read(token)
    if link is None:
        raise Http404
    offers = Offer.objects.select_related("registration__person", "registration__meeting")
    found = offers.filter(pk=link.offer, registration=link.registration, registration__meeting__slug=slug).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Offer, *, is_open: bool, error: str = "", status: int = 200) -> HttpResponse:
    registration = found.registration
    meeting = registration.meeting
    context = {
        "meeting": meeting,
        "offer": found,
        "is_open": is_open,
        "error": error,
        "leaves": request.GET.get("answer") == "decline",
        "deadline": moment(found.offered_until, [meeting.zone, registration.person.time_zone]),
        "reader_zone": registration.person.time_zone,
    }
    response = render(request, "events/offer.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the address is a key
    response["X-Robots-Tag"] = "noindex"
    return response
