"""What a message said before it was edited."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from forums import rules
from forums.choices import PostState
from forums.queries.history import versions_of

from .finding import found_post, reader


@require_safe
def history(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """The versions of a message with what changed, for whoever reads the room; of a removed one for its moderators."""
    post = found_post(request, slug, topic, number)
    room = post.topic.room
    if room.slug != slug:
        return redirect("forums:history", room.slug, topic, number)  # one page has one address
    if post.state == PostState.MOVED or (post.is_removed and not rules.may_moderate(reader(request), room)):
        raise Http404
    context = {"post": post, "topic": post.topic, "room": room, "versions": versions_of(post)}
    return render(request, "forums/history.html", context)
