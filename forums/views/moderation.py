"""What the team does on the spot: remove a message with a reason, close a topic, pin it."""

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
from forums.errors import ForumError
from forums.forms import ReasonForm
from forums.models import Topic

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
    """Close or open a topic, pin it or not: one small form for each."""
    found = found_topic(request, slug, topic)
    _team_only(request)
    act = request.POST.get("act", "")
    if request.method == "POST":
        if act not in ACTS:
            raise Http404
        found = _do(request, found, act)
        return redirect("forums:moderate", slug, topic)
    return render(request, "forums/moderate.html", {"topic": found, "room": found.room})


def _do(request: HttpRequest, topic: Topic, act: str) -> Topic:
    action, how = ACTS[act]
    done: Topic = action(topic=topic, by=signed_in(request), at=timezone.now(), **how)
    messages.success(request, _("C’est fait."))
    return done


@never_cache
@login_required
@FORM_METHODS
def remove(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """Remove a message, saying why."""
    post = found_post(request, slug, topic, number)
    _team_only(request)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_post(post=post, by=signed_in(request), reason=form.cleaned_data["reason"], at=timezone.now())
        except ForumError as error:
            form.add_error("reason" if error.field == "reason" else None, error.message)
        else:
            return redirect("forums:post", slug, topic, number)
    if form.errors:
        status = 422
    context = {"post": post, "topic": post.topic, "room": post.topic.room, "form": form}
    return render(request, "forums/remove.html", context, status=status)


def _team_only(request: HttpRequest) -> None:
    """For others this address does not exist."""
    if not rules.may_moderate(request.user):
        raise Http404
