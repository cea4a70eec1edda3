"""Unsubscribing from a mail: one POST, without cookie or sign-in (RFC 8058). A GET asks, and changes nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from actors.models import Person
from forums import actions
from forums.choices import Rhythm
from forums.models import Topic
from forums.unsubscribing import Stopped, stopped_by

from .writing import FORM_METHODS


@never_cache
@csrf_exempt  # the signed address is the proof: mail programs post to it without a cookie
@FORM_METHODS
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails of a topic, or all that forums send (`all` in what is posted, or an address made for that)."""
    wanted = stopped_by(token)
    person = Person.objects.filter(pk=wanted.person_id, is_active=True).first() if wanted else None
    if wanted is None or person is None:
        raise Http404
    done = ""
    if request.method == "POST":
        done = _stop(person, wanted, everything="all" in request.POST)
    response = render(request, "forums/stop.html", {"topic": _named(wanted), "wanted": wanted, "done": done})
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _stop(person: Person, wanted: Stopped, *, everything: bool) -> str:
    at = timezone.now()
    if everything or wanted.topic_id is None:
        actions.set_rhythm(person=person, rhythm=Rhythm.NEVER, at=at)
        return "all"
    actions.mute_topic(person=person, topic_id=wanted.topic_id, at=at)
    return "topic"


def _named(wanted: Stopped) -> Topic | None:
    """The topic, where everyone may read its title: who holds the address is not asked who they are."""
    if wanted.topic_id is None:
        return None
    topics = Topic.objects.select_related("room").filter(pk=wanted.topic_id)
    return next((topic for topic in topics if topic.room.is_public), None)
