"""One meeting: its page, its texts, its download for anyone's calendar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import calendar, queries, rules
from events.models import Meeting, MeetingPage
from events.queries.meetings import page_url
from kernel.languages.choices import current_language
from kernel.live.queries import heads
from pages.base.registry import page_view
from pages.dialogues.queries import dialogue_of

from .finding import visible_meeting


@require_safe
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting at its page's address when it has one, else here."""
    meeting = visible_meeting(request, slug)
    if url := page_url(meeting):
        return redirect(url)
    return render(request, "events/meeting.html", _presentation(request, meeting))


@page_view(MeetingPage, related=("meeting__territory",), withheld=queries.withheld_pages)
def meeting_page(request: HttpRequest, page: MeetingPage) -> HttpResponse:
    """A meeting with its texts. A page may be live before its meeting is: then it is nobody's but the team's."""
    meeting = page.meeting
    if not getattr(request, "is_preview", False) and not rules.may_read(request.user, meeting):
        raise Http404
    return render(request, "events/meeting.html", {**_presentation(request, meeting), "page": page})


def _presentation(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    at = timezone.now()
    person = request.user if request.user.is_authenticated else None
    own = queries.registration_of(person, meeting) if person else None
    streams = [f"m:{meeting.pk}", *([f"mr:{own.pk}"] if own else [])]
    places = heads(streams)  # before the rows: a snapshot may repeat an event, never miss one
    seats = queries.seats_of(meeting, at)
    return {
        "meeting": meeting,
        "row": queries.row_of(meeting, seats, at),
        "seats": seats,
        "call": queries.call_of(meeting, seats, at),
        "registration": own,
        "line": queries.place_in_line(own) if own else None,
        "seats_head": places[streams[0]],
        "standing_head": places[streams[-1]] if own else None,
        "territory": meeting.territory,
        "documents": queries.documents_of([meeting.pk]).get(meeting.pk, []),
        "dialogue": dialogue_of(meeting.dialogue_id),
        "who": queries.who_comes(person, meeting, seats.tally, at, own),
        "reader_zone": person.time_zone if person else settings.TIME_ZONE,
    }


@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting for anyone's calendar."""
    meeting = get_object_or_404(Meeting.objects.public(), slug=slug)
    body = calendar.publication(meeting=meeting, language=current_language())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}.ics"'
    return response
