"""What moderators do on the spot: remove a message with a reason, close a topic, pin it, slow it down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from forums import actions, rules
from forums.choices import TopicState
from forums.errors import ForumError
from forums.forms.casework import HideForm, SlowForm
from forums.models import Room, Topic

from .finding import found_post, found_topic
from .writing import FORM_METHODS, signed_in

ACTS: dict[str, tuple[Any, dict[str, bool]]] = {
    "lock": (actions.lock_topic, {"locked": True}),
    "unlock": (actions.lock_topic, {"locked": False}),
    "pin": (actions.pin_topic, {"pinned": True}),
    "unpin": (actions.pin_topic, {"pinned": False}),
}


@never_cache
@login_required
@FORM_METHODS
def moderate(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """Close or open a topic, pin it or not, slow it down: one small form for each."""
    found = found_topic(request, slug, topic)
    _moderators_only(request, found.room)
    if found.state == TopicState.MERGED:
        raise Http404
    act = request.POST.get("act", "")
    slow = SlowForm(request.POST if act == "slow" else None, initial={"seconds": found.slow_seconds})
    if request.method == "POST" and (act != "slow" or slow.is_valid()):
        if act == "slow":
            _slow(request, found, slow.cleaned_data["seconds"])
        elif act in ACTS:
            _do(request, found, act)
        else:
            raise Http404
        return redirect("forums:moderate", slug, topic)
    context = {"topic": found, "room": found.room, "slow": slow}
    return render(request, "forums/moderate.html", context, status=422 if slow.errors else 200)


def _slow(request: HttpRequest, topic: Topic, seconds: int) -> None:
    actions.slow_topic(topic=topic, by=signed_in(request), seconds=seconds, at=timezone.now())
    messages.success(request, _("C’est fait."))


def _do(request: HttpRequest, topic: Topic, act: str) -> None:
    action, how = ACTS[act]
    try:
        action(topic=topic, by=signed_in(request), at=timezone.now(), **how)
    except ForumError as error:
        messages.warning(request, str(error))  # somebody else took it elsewhere meanwhile
    else:
        messages.success(request, _("C’est fait."))


@never_cache
@login_required
@FORM_METHODS
def remove(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """Remove a message under a rule, saying why."""
    post = found_post(request, slug, topic, number)
    _moderators_only(request, post.topic.room)
    form = HideForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_post(post=post, by=signed_in(request), at=timezone.now(), **form.cleaned_data)
        except ForumError as error:
            form.refuse(error)
        else:
            return redirect("forums:post", slug, topic, number)
    if form.errors:
        status = 422
    context = {"post": post, "topic": post.topic, "room": post.topic.room, "form": form}
    return render(request, "forums/remove.html", context, status=status)


def _moderators_only(request: HttpRequest, room: Room) -> None:
    """For others this address does not exist."""
    if not rules.may_moderate(request.user, room):
        raise Http404
