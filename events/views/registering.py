"""Asking for a place: one's own, or a colleague's. Each step is a page of its own, never cached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.choices import Constituency
from actors.rules import has_confirmed_address
from events import actions, queries, rules
from events.errors import InvalidCode, MeetingError, QuestionRefused, RetryLater
from events.forms import ColleagueForm, RegistrationForm
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
    person: Any = request.user
    at = timezone.now()
    standing = queries.registration_of(person, meeting)
    if standing and standing.is_live:
        return redirect("events:registration", slug=slug)
    if reason := rules.why_not_register(person, meeting, at):
        return _closed(request, meeting, reason, _ways_out(person, meeting, at))
    form = RegistrationForm(
        *_sent(request), meeting=meeting, voices=rules.voices_for(person, meeting), language=current_language()
    )
    status = _answered(form, lambda: _take_seat(form, meeting, person, person))
    if status == CREATED:
        return redirect("events:registration", slug=slug)
    return _page(request, "events/register.html", meeting, form, status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("register", rate="30/m")
def register_colleague(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a seat for a colleague, in the name of an organisation that both belong to."""
    meeting = visible_meeting(request, slug)
    person: Any = request.user
    if reason := why_closed(meeting, timezone.now()):
        return _closed(request, meeting, reason, {})
    voices = [voice for voice in rules.voices_for(person, meeting) if voice.organisation]
    if not voices:
        reason = _("Pour inscrire un collègue, il faut être membre vérifié d’une organisation ouverte à la rencontre.")
        return _closed(request, meeting, reason, {"needs_organisation": True})
    form = ColleagueForm(*_sent(request), meeting=meeting, voices=voices, language=current_language(), by=person)
    status = _answered(form, lambda: _take_seat(form, meeting, form.colleague, person))
    if status == CREATED:
        messages.success(request, _("La demande est enregistrée ; la réponse est envoyée à votre collègue."))
        return redirect("events:mine")
    return _page(request, "events/register_colleague.html", meeting, form, status)


CREATED = 201
REFUSED, AGAIN = 422, 409


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _answered(form: RegistrationForm, act: Callable[[], object]) -> int:
    """What comes of a form: 200 to be filled in, 201 done, 422 to be corrected, 409 to be sent again."""
    if not form.is_bound:
        return 200
    if not form.is_valid():
        return REFUSED
    try:
        act()
    except QuestionRefused as refusal:
        form.refuse(refusal.field, str(refusal))
    except InvalidCode as error:
        form.add_error("code" if "code" in form.fields else None, str(error))
    except RetryLater as error:
        form.add_error(None, str(error))
        return AGAIN
    except (MeetingError, KeyReused) as error:
        form.add_error(None, str(error))
    else:
        return CREATED
    return REFUSED


def _take_seat(form: RegistrationForm, meeting: Meeting, person: Any, by: Any) -> Registration:
    return actions.register(
        meeting=meeting,
        person=person,
        voice=form.chosen_voice,
        by=by,
        at=timezone.now(),
        key=form.request_key,
        code=form.given_code,
        answers=form.answers,
        **form.wishes,
    )


def _page(request: HttpRequest, template: str, meeting: Meeting, form: RegistrationForm, status: int) -> HttpResponse:
    place = heads([f"m:{meeting.pk}"])[f"m:{meeting.pk}"]  # before the seats
    seats = queries.seats_of(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "seats": seats,
        "seats_head": place,
        "choices": _choices(form, seats),
        "call": queries.call_of(meeting, seats, timezone.now()),
        "may_register_colleague": any(voice.organisation for voice in form.voices.values()),
    }
    return render(request, template, context, status=status)


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


def _closed(request: HttpRequest, meeting: Meeting, reason: str, ways_out: dict[str, bool]) -> HttpResponse:
    context = {"meeting": meeting, "reason": reason, **ways_out}
    return render(request, "events/register_closed.html", context, status=AGAIN if request.method == "POST" else 200)


def _ways_out(person: Any, meeting: Meeting, at: Any) -> dict[str, bool]:
    """What someone who may not register can do about it."""
    if why_closed(meeting, at):
        return {}
    confirmed = has_confirmed_address(person)
    return {"needs_address": not confirmed, "needs_organisation": confirmed}
