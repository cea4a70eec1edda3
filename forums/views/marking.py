"""What the person signed in has read. Marks are written by POST only: a link that is fetched ahead reads nothing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from forums import actions, presence, queries
from forums.models import Topic
from forums.queries.reading import give_unread, mark_of, news_in
from kernel.requests.numbers import whole_number

from .finding import found_room, found_topic
from .writing import signed_in


@never_cache
@login_required
@require_POST
def read_topic(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """The page of a topic says up to which number its reader has come; without scripts, a button does."""
    found, person = found_topic(request, slug, topic), signed_in(request)
    number = whole_number(request.POST.get("number", ""))
    if number is None:
        return HttpResponse(status=400)
    if "application/json" not in request.headers.get("Accept", ""):
        actions.mark_read(person=person, topic=found, number=number, at=timezone.now())
        return redirect("forums:unread", slug, topic)
    presence.is_here(person, found.pk)
    if number > mark_of(person, found):
        number = actions.mark_read(person=person, topic=found, number=number, at=timezone.now())
    return JsonResponse({"read": number})


@never_cache
@login_required
@require_GET
def unread(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """Where to read on: the first post that is new, else the last."""
    found = found_topic(request, slug, topic)
    first, _number = news_in(signed_in(request), found)
    number = first or found.last_number
    page = queries.page_of(number)
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{reverse('forums:topic', args=[slug, topic])}{query}#post-{number}")


@never_cache
@login_required
@require_POST
def read_room(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything in a room is read."""
    actions.mark_room_read(person=signed_in(request), room=found_room(request, slug), at=timezone.now())
    return redirect("forums:room", slug)


@never_cache
@login_required
@require_GET
def unread_in_room(request: HttpRequest, slug: str) -> JsonResponse:
    """What is new in topics of a room whose lines changed live: {topic: the words on its line}."""
    room = found_room(request, slug)
    asked = [number for text in request.GET.getlist("topic")[:50] if (number := whole_number(text)) is not None]
    topics = list(room.topics.filter(pk__in=asked).select_related("room"))
    give_unread(signed_in(request), topics)
    return JsonResponse({topic.pk: _line(topic) for topic in topics})


def _line(topic: Topic) -> str:
    context = {"topic": topic, "unread": topic.unread}  # type: ignore[attr-defined]  # give_unread
    return render_to_string("forums/_unread.html", context).strip()
