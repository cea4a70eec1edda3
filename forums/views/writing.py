"""Where one writes: pages of their own, never cached, and the answer to the composer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forums import actions, queries, rules
from forums.errors import ForumError, NotAllowed, TooFast
from forums.forms import EditForm, ForumForm, MessageForm, TopicForm
from forums.models import Post, Room
from kernel.requests.errors import KeyReused
from kernel.requests.numbers import whole_number

from .finding import found_post, found_room, found_topic

if TYPE_CHECKING:
    from actors.models import Person

FORM_METHODS = require_http_methods(["GET", "HEAD", "POST"])


def message_form(
    person: Person,
    room: Room,
    data: Any = None,
    form: type[MessageForm] = MessageForm,
    initial: dict[str, Any] | None = None,
) -> Any:
    """The composer of this person in this room; it proposes the language they prefer."""
    proposed = {"language": person.language, **(initial or {})}
    voices, hosts = rules.voices_for(person, room), rules.may_moderate(person, room)
    return form(data, voices=voices, hosts=hosts, initial=proposed)


@never_cache
@login_required
@FORM_METHODS
def open_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A new topic with its first message."""
    room, person = found_room(request, slug), signed_in(request)
    why_not = rules.why_not_open(person, room, timezone.now())
    form = message_form(person, room, request.POST or None, TopicForm)
    if request.method == "POST":

        def act() -> str:
            topic = actions.open_topic(
                room=room,
                person=person,
                title=form.cleaned_data["title"],
                source=form.cleaned_data["source"],
                language=form.cleaned_data["language"],
                organisation_id=form.chosen.organisation_id,
                as_host=form.chosen.as_host,
                key=form.request_key,
                at=timezone.now(),
            )
            return topic.get_absolute_url()

        if path := attempt(form, act):
            return redirect(path)
    context = {"room": room, "form": form, "why_not": why_not}
    return render(request, "forums/open_topic.html", context, status=form.status)


@never_cache
@login_required
@FORM_METHODS
def reply(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """Post in a topic. The composer's script asks for JSON and shows the message where it is; a form is redirected."""
    found, person = found_topic(request, slug, topic), signed_in(request)
    form = message_form(person, found.room, request.POST or None, initial={"reply_to": _answered(request)})
    added: list[Post] = []
    if request.method == "POST":

        def act() -> str:
            post = actions.post(
                topic=found,
                person=person,
                source=form.cleaned_data["source"],
                language=form.cleaned_data["language"],
                organisation_id=form.chosen.organisation_id,
                as_host=form.chosen.as_host,
                reply_to=form.cleaned_data["reply_to"],
                key=form.request_key,
                at=timezone.now(),
            )
            added.append(post)
            return _path(post)

        path = attempt(form, act)
        if _wants_json(request):
            return _json(form, added[0] if added else None)
        if path:
            return redirect(path)
    context = {
        "topic": found,
        "room": found.room,
        "form": form,
        "why_not": rules.why_not_post(person, found, timezone.now()),
        "answered": _answered_post(found.pk, form["reply_to"].value()),
    }
    return render(request, "forums/reply.html", context, status=form.status)


@never_cache
@login_required
@FORM_METHODS
def edit(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """Reword one's own message."""
    post, person = found_post(request, slug, topic, number), signed_in(request)
    if post.author_id != person.pk or post.is_removed:
        raise Http404
    form = EditForm(request.POST) if request.method == "POST" else EditForm.of(post)
    if request.method == "POST":

        def act() -> str:
            return _path(
                actions.edit_post(
                    post=post,
                    person=person,
                    source=form.cleaned_data["source"],
                    language=form.cleaned_data["language"],
                    at=timezone.now(),
                )
            )

        if path := attempt(form, act):
            return redirect(path)
    context = {"post": post, "topic": post.topic, "room": post.topic.room, "form": form}
    context["may_edit"] = rules.may_edit(person, post, timezone.now())
    return render(request, "forums/edit.html", context, status=form.status)


# -- between a form and an action


def signed_in(request: HttpRequest) -> Person:
    """The person behind a view that asks for one."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def attempt(form: ForumForm, act: Callable[[], str]) -> str:
    """Validate and act; the path to go to, or "" with the refusal on the form and its status in `form.status`."""
    if not form.is_valid():
        form.status = 422
        return ""
    try:
        return act()
    except KeyReused as error:
        form.add_error(None, str(error))
        form.status = 422
    except TooFast as error:
        form.refuse(error)
        form.status, form.wait = 429, error.wait
    except NotAllowed as error:
        form.refuse(error)
        form.status = 403
    except ForumError as error:
        form.refuse(error)
        form.status = 422
    return ""


def _path(post: Post) -> str:
    page = queries.page_of(post.number)
    return f"{post.topic.get_absolute_url()}{f'?page={page}' if page > 1 else ''}#post-{post.number}"


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _json(form: ForumForm, post: Post | None) -> HttpResponse:
    """What the composer's script shows: the post's fragment, or each sentence next to its field."""
    if post is None:
        errors = {field or "": [str(error) for error in messages] for field, messages in form.errors.items()}
        response = JsonResponse({"errors": errors}, status=form.status)
        if form.wait:
            response["Retry-After"] = str(form.wait)
        return response
    shown = queries.shown(Post.objects.filter(pk=post.pk)).get()
    html = render_to_string("forums/_post.html", {"post": shown}).strip()
    return JsonResponse(
        {"stream": post.topic.stream, "id": str(post.pk), "rev": shown.rev, "html": html, "path": _path(post)}
    )


def _answered(request: HttpRequest) -> str:
    return str(whole_number(request.GET.get("to", "")) or "")


def _answered_post(topic_id: int, number: Any) -> Post | None:
    if (asked := whole_number(str(number or ""))) is None:
        return None
    return Post.objects.filter(topic=topic_id, number=asked).select_related("author").first()
