"""How much one wants to hear: of a topic, of a room, and how often by mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from forums import actions
from forums.choices import Rhythm
from forums.forms import RhythmForm, WatchForm
from forums.queries import reading, watching

from .finding import found_room, found_topic
from .writing import FORM_METHODS, signed_in


@never_cache
@login_required
@FORM_METHODS
def watch_topic(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """What to hear of a topic; by default as of its room."""
    found, person = found_topic(request, slug, topic), signed_in(request)
    otherwise = _("Comme pour le salon ; l’essentiel, si vous avez écrit ici")
    chosen = watching.chosen_for_topic(person, found)
    form = WatchForm(request.POST or None, chosen=chosen, otherwise=otherwise)
    if request.method == "POST" and form.is_valid():
        actions.watch_topic(person=person, topic=found, level=form.chosen, at=timezone.now())
        return _done(request, "forums:topic", slug, topic)
    return _page(request, form, {"topic": found, "room": found.room})


@never_cache
@login_required
@FORM_METHODS
def watch_room(request: HttpRequest, slug: str) -> HttpResponse:
    """What to hear of a room's topics."""
    found, person = found_room(request, slug), signed_in(request)
    otherwise = _("Ce qui me concerne ; l’essentiel des sujets où j’ai écrit")
    chosen = watching.chosen_for_room(person, found)
    form = WatchForm(request.POST or None, chosen=chosen, otherwise=otherwise)
    if request.method == "POST" and form.is_valid():
        actions.watch_room(person=person, room=found, level=form.chosen, at=timezone.now())
        return _done(request, "forums:room", slug)
    return _page(request, form, {"room": found})


@never_cache
@login_required
@FORM_METHODS
def preferences(request: HttpRequest) -> HttpResponse:
    """How often forums write, and what one follows or wants to hear nothing of."""
    person = signed_in(request)
    form = RhythmForm(request.POST or None, initial={"rhythm": watching.rhythm_of(person)})
    if request.method == "POST" and form.is_valid():
        actions.set_rhythm(person=person, rhythm=Rhythm(form.cleaned_data["rhythm"]), at=timezone.now())
        return _done(request, "my_forums:preferences")
    topics = list(watching.followed_topics(person)[:50])
    reading.give_unread(person, topics)
    context = {"form": form, "watches": watching.watches_of(person), "topics": topics}
    return render(request, "forums/my_forums.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: WatchForm, context: dict[str, Any]) -> HttpResponse:
    return render(request, "forums/watch.html", {"form": form, **context}, status=422 if form.errors else 200)


def _done(request: HttpRequest, where: str, *args: Any) -> HttpResponse:
    messages.success(request, _("C’est noté."))
    return redirect(where, *args)
