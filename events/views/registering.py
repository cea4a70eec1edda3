"""The steps of registering. Each step is a page of its own, never cached."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.choices import Constituency
from actors.rules import has_confirmed_address
from events import actions, queries, rules
from events.errors import MeetingError, QuestionRefused, RetryLater
from events.forms import RegistrationForm
from events.models import Meeting, Registration
from events.windows import why_closed
from kernel.languages.choices import current_language
from kernel.live.queries import heads
from kernel.requests.errors import KeyReused
from kernel.requests.limits import rate_limit

from .finding import visible_meeting


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("register", rate="30/m")
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a seat. Whoever already has one sees it; whoever may not register reads why."""
    meeting = visible_meeting(request, slug)
    person, at = request.user, timezone.now()
    standing = queries.registration_of(person, meeting)  # type: ignore[arg-type]  # login_required
    if standing and standing.is_live:
        return redirect("events:registration", slug=slug)
    if reason := rules.why_not_register(person, meeting, at):  # type: ignore[arg-type]  # login_required
        context = {"meeting": meeting, "reason": reason, **_ways_out(person, meeting, at)}
        return render(request, "events/register_closed.html", context, status=409 if request.method == "POST" else 200)
    voices = rules.voices_for(person, meeting)  # type: ignore[arg-type]  # login_required
    language = current_language()
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RegistrationForm(*sent, meeting=meeting, voices=voices, language=language)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _take_seat(request, form, meeting)
            except QuestionRefused as refusal:
                form.refuse(refusal.field, str(refusal))
            except (MeetingError, KeyReused) as error:
                form.add_error(None, str(error))
                status = 409 if isinstance(error, RetryLater) else 422
            else:
                return redirect("events:registration", slug=slug)
    place = heads([f"m:{meeting.pk}"])[f"m:{meeting.pk}"]  # before the seats
    seats = queries.seats_of(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "seats": seats,
        "seats_head": place,
        "choices": _choices(form, seats),
    }
    return render(request, "events/register.html", context, status=status)


def _take_seat(request: HttpRequest, form: RegistrationForm, meeting: Meeting) -> None:
    person: Any = request.user
    actions.register(
        meeting=meeting,
        person=person,
        voice=form.chosen_voice,
        by=person,
        at=timezone.now(),
        key=form.request_key,
        answers=form.answers,
        **form.wishes,
    )


def _choices(form: RegistrationForm, seats: queries.Seats) -> list[dict[str, Any]]:
    """The rows of « Vous représentez »: each voice with the seats kept for its constituency."""
    return [
        {
            "radio": radio,
            "constituency": voice.constituency,
            "label": Constituency(voice.constituency).label,
            "quota": seats.of(voice.constituency),
        }
        for radio, voice in zip(form["voice"], form.voices.values(), strict=True)
    ]


def _ways_out(person: Any, meeting: Meeting, at: Any) -> dict[str, bool]:
    """What someone who may not register can do about it."""
    if why_closed(meeting, at):
        return {}
    confirmed = has_confirmed_address(person)
    return {"needs_address": not confirmed, "needs_organisation": confirmed}


@never_cache
@login_required
@require_safe
def registration(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own registration: where it stands, and what to do next."""
    found = _own_registration(request, slug)
    place = heads([f"mr:{found.pk}"])[f"mr:{found.pk}"]
    found = _own_registration(request, slug)
    context = {
        "meeting": found.meeting,
        "registration": found,
        "line": queries.place_in_line(found),
        "standing_head": place,
        "may_withdraw": rules.may_withdraw(request.user, found, timezone.now()),  # type: ignore[arg-type]
        "may_return": not found.is_live and not why_closed(found.meeting, timezone.now()),
    }
    return render(request, "events/registration.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("withdraw", rate="30/m")
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one's place back, after one question."""
    found = _own_registration(request, slug)
    person: Any = request.user
    if not rules.may_withdraw(person, found, timezone.now()):
        return redirect("events:registration", slug=slug)
    context: dict[str, Any] = {"meeting": found.meeting, "registration": found}
    if request.method != "POST":
        return render(request, "events/withdraw.html", context)
    try:
        actions.withdraw(registration=found, by=person, at=timezone.now())
    except MeetingError as error:
        return render(request, "events/withdraw.html", {**context, "error": str(error)}, status=409)
    return redirect("events:registration", slug=slug)


def _own_registration(request: HttpRequest, slug: str) -> Registration:
    person: Any = request.user
    found = queries.registration_of(person, visible_meeting(request, slug))
    if found is None:
        raise Http404
    return found
