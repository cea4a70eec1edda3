"""Taking a topic or some of its messages elsewhere; for whoever animates both rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from forums import actions, queries, rules
from forums.choices import PostState, TopicState
from forums.forms import MergeForm, MoveForm, SplitForm
from forums.models import RoomQuerySet, Topic
from forums.queries.moderation import rooms_moderated
from kernel.requests.numbers import whole_number

from .finding import found_topic
from .writing import FORM_METHODS, attempt, signed_in


def _asked(request: HttpRequest, slug: str, topic: int) -> Topic:
    """The topic, for who animates its room; for others this address does not exist."""
    found = found_topic(request, slug, topic)
    if found.state == TopicState.MERGED or not rules.may_moderate(request.user, found.room):
        raise Http404
    return found


def _rooms(request: HttpRequest) -> RoomQuerySet:
    return rooms_moderated(signed_in(request))


def _shown(request: HttpRequest, template: str, topic: Topic, form: Any, **also: Any) -> HttpResponse:
    context = {"topic": topic, "room": topic.room, "form": form, **also}
    return render(request, f"forums/{template}.html", context, status=form.status)


def _done(request: HttpRequest, form: Any, act: Callable[[], Topic]) -> HttpResponse | None:
    if request.method != "POST" or not (path := attempt(form, lambda: act().get_absolute_url())):
        return None
    messages.success(request, _("C’est fait."))
    return redirect(path)


@never_cache
@login_required
@FORM_METHODS
def move(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """Take a topic to another room."""
    found = _asked(request, slug, topic)
    form = MoveForm(request.POST or None, rooms=_rooms(request).exclude(pk=found.room_id))

    def act() -> Topic:
        room = form.cleaned_data["room"]
        return actions.move_topic(topic=found, room=room, by=signed_in(request), at=timezone.now())

    return _done(request, form, act) or _shown(request, "move", found, form)


@never_cache
@login_required
@FORM_METHODS
def merge(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """Take all of a topic's messages to the end of another."""
    found = _asked(request, slug, topic)
    form = MergeForm(request.POST or None, rooms=_rooms(request))

    def act() -> Topic:
        into = form.cleaned_data["into"]
        return actions.merge_topic(topic=found, into=into, by=signed_in(request), at=timezone.now())

    return _done(request, form, act) or _shown(request, "merge", found, form)


@never_cache
@login_required
@FORM_METHODS
def split(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """Take some messages, of one page at a time, to a new topic or to one that exists."""
    found = _asked(request, slug, topic)
    asked = whole_number(request.GET.get("page", "1")) or 1
    page = Paginator(queries.posts_of(found).exclude(state=PostState.MOVED), queries.PER_PAGE).get_page(asked)
    numbers = [post.number for post in page]
    form = SplitForm(request.POST or None, rooms=_rooms(request), numbers=numbers, initial={"language": found.language})

    def act() -> Topic:
        given, by, at = form.cleaned_data, signed_in(request), timezone.now()
        numbers, into = given["numbers"], given["into"]
        if into:
            return actions.move_posts(topic=found, numbers=numbers, into=into, by=by, at=at)
        title, language = given["title"], given["language"]
        return actions.split_topic(topic=found, numbers=numbers, title=title, language=language, by=by, at=at)

    ticked = {str(number) for number in form["numbers"].value() or ()}
    return _done(request, form, act) or _shown(request, "split", found, form, page_obj=page, ticked=ticked)
