"""Pages of meetings: lists, the meeting, and the steps of registering. Each step is a page of its own, never cached."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.choices import Constituency
from actors.rules import has_confirmed_address
from kernel.languages.choices import current_language
from kernel.live.queries import heads
from kernel.requests.errors import KeyReused
from kernel.requests.limits import rate_limit
from pages.base.models import BasePage
from pages.base.queries import readable
from pages.base.registry import page_view

from . import actions, calendar, queries, rules
from .errors import MeetingError, RetryLater
from .forms import RegistrationForm
from .models import Meeting, MeetingPage, MeetingsPage, Registration
from .windows import why_closed

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


@require_safe
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting at its page's address when it has one, else here."""
    meeting = _visible(request, slug)
    page = BasePage.objects.live().filter(meetingpage__meeting=meeting).first()
    if page and (url := page.get_url(request)):
        return redirect(url)
    return render(request, "events/meeting.html", _presentation(request, meeting))


@page_view(MeetingPage)
def meeting_page(request: HttpRequest, page: MeetingPage) -> HttpResponse:
    """A meeting with its texts. A page may be live before its meeting is: then it is nobody's but the team's."""
    meeting = page.meeting
    if not getattr(request, "is_preview", False) and not rules.may_read(request.user, meeting):
        raise Http404
    return render(request, "events/meeting.html", {**_presentation(request, meeting), "page": page})


def _presentation(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    at = timezone.now()
    person = request.user if request.user.is_authenticated else None
    registration = queries.registration_of(person, meeting) if person else None
    streams = [f"m:{meeting.pk}", *([f"mr:{registration.pk}"] if registration else [])]
    places = heads(streams)  # before the rows: a snapshot may repeat an event, never miss one
    seats = queries.seats_of(meeting)
    return {
        "meeting": meeting,
        "row": queries.row_of(meeting, seats, at),
        "seats": seats,
        "closed": why_closed(meeting, at),
        "is_over": at >= meeting.ends_at,
        "registration": registration,
        "line": queries.place_in_line(registration) if registration else None,
        "seats_head": places[streams[0]],
        "standing_head": places[streams[-1]] if registration else None,
        "dialogue": _dialogue_of(meeting),
        "attendees": queries.attendees(meeting) if _shows_attendees(person, meeting) else [],
        "reader_zone": person.time_zone if person else "",
    }


def _dialogue_of(meeting: Meeting) -> BasePage | None:
    return readable(BasePage.objects.filter(pk=meeting.dialogue_id)).first() if meeting.dialogue_id else None


def _shows_attendees(person: Any, meeting: Meeting) -> bool:
    return meeting.attendee_list != "nobody" and rules.may_read_attendees(person, meeting)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("register", rate="30/m")
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a seat. Whoever already has one sees it; whoever may not register reads why."""
    meeting = _visible(request, slug)
    person, at = request.user, timezone.now()
    standing = queries.registration_of(person, meeting)  # type: ignore[arg-type]  # login_required
    if standing and standing.is_live:
        return redirect("events:registration", slug=slug)
    if reason := rules.why_not_register(person, meeting, at):  # type: ignore[arg-type]  # login_required
        context = {"meeting": meeting, "reason": reason, **_ways_out(person, meeting, at)}
        return render(request, "events/register_closed.html", context, status=409 if request.method == "POST" else 200)
    voices = rules.voices_for(person, meeting)  # type: ignore[arg-type]  # login_required
    language = current_language()
    form = RegistrationForm(request.POST or None, meeting=meeting, voices=voices, language=language)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _take_seat(request, form, meeting)
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


@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting for anyone's calendar."""
    meeting = get_object_or_404(Meeting.objects.public(), slug=slug)
    body = calendar.publication(meeting=meeting, language=current_language())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}.ics"'
    return response


def _visible(request: HttpRequest, slug: str) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)


def _own_registration(request: HttpRequest, slug: str) -> Registration:
    person: Any = request.user
    found = queries.registration_of(person, _visible(request, slug))
    if found is None:
        raise Http404
    return found
