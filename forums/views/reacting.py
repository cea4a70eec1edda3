"""Saying something of a message without a word: a page of its own, and the answer to the script."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from forums import actions, rules
from forums.choices import PostState, ReactionKind
from forums.errors import ForumError, TooFast
from forums.models import Post
from forums.queries.reactions import said_by

from .composing import wants_json
from .finding import found_post
from .showing import fragment_of
from .writing import FORM_METHODS, signed_in


@never_cache
@login_required
@FORM_METHODS
def react(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """Say one thing of a message or take it back: `kind`, and `on` (1 or 0), so that twice is as good as once."""
    post, person = found_post(request, slug, topic, number), signed_in(request)
    if post.state != PostState.VISIBLE:
        raise Http404
    status, said = 200, ""
    if request.method == "POST":
        kind, on = request.POST.get("kind", ""), request.POST.get("on") == "1"
        try:
            post = actions.react(post=post, person=person, kind=kind, on=on, at=timezone.now())
        except ForumError as error:
            status, said = 429 if isinstance(error, TooFast) else 422, error.message
        if wants_json(request):
            return _json(post, person.pk, status, said)
        if not said:
            return redirect("forums:post", slug, topic, number)
    room = post.topic.room
    standing = rules.standing_of(person, room)
    mine = said_by(person, post)
    choices = [(kind, label, post.reactions.get(kind, 0), kind in mine) for kind, label in ReactionKind.choices]
    why_not = said or rules.why_not_react_with(standing, person, post)
    context = {"post": post, "topic": post.topic, "room": room, "choices": choices, "why_not": why_not}
    context["suspension"] = standing.suspension_behind(why_not)
    return render(request, "forums/react.html", context, status=status)


def _json(post: Post, person_id: int, status: int, said: str) -> HttpResponse:
    if said:
        return JsonResponse({"errors": {"": [said]}}, status=status)
    return JsonResponse({**fragment_of(post), "mine": sorted(said_by(person_id, post))})
