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
from forums.actions.attachments import Given
from forums.choices import PostState
from forums.errors import ForumError, NotAllowed, TooFast
from forums.forms import EditForm, ForumForm, MessageForm, TopicForm
from forums.forms.files import FilesForm
from forums.models import HeldPost, Post, Topic
from forums.quoting import quotation_of
from kernel.requests.errors import KeyReused
from kernel.requests.limits import rate_limit
from kernel.requests.numbers import whole_number

from .composing import Composing, wants_json
from .finding import found_post, found_room, found_topic

if TYPE_CHECKING:
    from actors.models import Person

FORM_METHODS = require_http_methods(["GET", "HEAD", "POST"])
# files are decoded to know what they are, before anything else is: a refused message costs as much as one that is taken
FILES_LIMIT = rate_limit("forums.files", "6/m", when=lambda request: bool(request.FILES))


def message_form(composing: Composing, form: type[MessageForm] = MessageForm, **also: Any) -> Any:
    """The composer of a person in a room, with what it proposes: what they were writing, and `also`."""
    room, standing = composing.room, composing.standing
    voices_in = rules.voices_to_open_with if form is TopicForm else rules.voices_with
    proposed = {"language": composing.person.language, **composing.initial, **also}
    data = composing.request.POST or None
    return form(data, voices=voices_in(standing, room), hosts=standing.moderates, initial=proposed)


@never_cache
@login_required
@FORM_METHODS
@FILES_LIMIT
def open_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A new topic with its first message."""
    room, person = found_room(request, slug), signed_in(request)
    composing = Composing(request, person, room)
    form = message_form(composing, TopicForm)
    files = composing.files()
    if aside := composing.aside():
        return aside
    if composing.sends:

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
                files=given_of(files),
            )
            return topic.get_absolute_url()

        if path := attempt(form, act, files):
            return redirect(path)
    why_not = rules.why_not_open_with(composing.standing, room)
    context = composing.context(form=form, files=files, **composing.refused(why_not))
    return render(request, "forums/open_topic.html", context, status=form.status)


@never_cache
@login_required
@FORM_METHODS
@FILES_LIMIT
def reply(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """Post in a topic. The composer's script asks for JSON and shows the message where it is; a form is redirected."""
    found, person = found_topic(request, slug, topic), signed_in(request)
    composing = Composing(request, person, found.room, found)
    form = message_form(composing, **_asked_for(request, found, composing.initial))
    files = composing.files()
    if aside := composing.aside():
        return aside
    added: list[Post] = []
    if composing.sends:

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
                files=given_of(files),
            )
            if isinstance(post, HeldPost):
                return post.get_absolute_url()
            added.append(post)
            return _path(post)

        path = attempt(form, act, files)
        if wants_json(request):
            is_held = path and not added
            return JsonResponse({"held": path}) if is_held else _json(form, files, added[0] if added else None)
        if path:
            return redirect(path)
    why_not = rules.why_not_take_part_with(composing.standing, found)
    context = composing.context(
        topic=found,
        form=form,
        files=files,
        **composing.refused(why_not),
        answered=_answered_post(found.pk, form["reply_to"].value()),
    )
    return render(request, "forums/reply.html", context, status=form.status)


@never_cache
@login_required
@FORM_METHODS
@FILES_LIMIT
def edit(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """Reword one's own message."""
    post, person = found_post(request, slug, topic, number), signed_in(request)
    if post.author_id != person.pk or post.state != PostState.VISIBLE:
        raise Http404
    composing = Composing(request, person, post.topic.room, post=post)
    form = EditForm(request.POST) if request.method == "POST" else EditForm.of(post, composing.initial)
    files = composing.files()
    if aside := composing.aside():
        return aside
    if composing.sends:

        def act() -> str:
            return _path(
                actions.edit_post(
                    post=post,
                    person=person,
                    source=form.cleaned_data["source"],
                    language=form.cleaned_data["language"],
                    reason=form.cleaned_data["reason"],
                    files=given_of(files),
                    dropped=files.dropped if files else (),
                    at=timezone.now(),
                )
            )

        if path := attempt(form, act, files):
            return redirect(path)
    why_not = rules.why_not_edit(person, post, composing.at)
    context = composing.context(post=post, topic=post.topic, form=form, files=files, **composing.refused(why_not))
    return render(request, "forums/edit.html", context, status=form.status)


# -- between a form and an action


def signed_in(request: HttpRequest) -> Person:
    """The person behind a view that asks for one."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def attempt(form: ForumForm, act: Callable[[], str], files: FilesForm | None = None) -> str:
    """Validate and act; the path to go to, or "" with the refusal on the form and its status in `form.status`.

    Files are looked at only once the words are right: they are the costly part.
    """
    if not form.is_valid() or not (files is None or files.is_valid()):
        form.status = 422
        return ""
    try:
        return act()
    except KeyReused as error:
        form.add_error(None, str(error))
        form.status, form.reused = 422, True
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


def given_of(files: FilesForm | None) -> list[Given]:
    """The files that were sent with a valid form."""
    return files.given if files else []


def _json(form: ForumForm, files: FilesForm | None, post: Post | None) -> HttpResponse:
    """What the composer's script shows: the post's fragment, or each sentence next to its field."""
    if post is None:
        refused = {**form.errors, **(files.errors if files and form.is_valid() else {})}
        errors = {field: [str(error) for error in sentences] for field, sentences in refused.items()}
        response = JsonResponse({"errors": errors, "reused": form.reused}, status=form.status)
        if form.wait:
            response["Retry-After"] = str(form.wait)
        return response
    shown = queries.shown(Post.objects.filter(pk=post.pk)).get()
    html = render_to_string("forums/_post.html", {"post": shown}).strip()
    return JsonResponse(
        {"stream": post.topic.stream, "id": str(post.pk), "rev": shown.rev, "html": html, "path": _path(post)}
    )


def _asked_for(request: HttpRequest, topic: Topic, written: dict[str, Any]) -> dict[str, Any]:
    """What the address asks for besides what was `written` already: the message to answer, one to quote below it."""
    asked: dict[str, Any] = {}
    if to := whole_number(request.GET.get("to", "")):
        asked["reply_to"] = str(to)
    if quoted := _quoted(request, topic):
        asked["source"] = f"{written.get('source', '')}\n\n{quotation_of(quoted)}".lstrip()
    return asked


def _quoted(request: HttpRequest, topic: Topic) -> Post | None:
    """The message that the address asks to quote, if it is there to be read."""
    number = whole_number(request.GET.get("quote", ""), digits=9)
    post = queries.posts_of(topic).filter(number=number, state=PostState.VISIBLE).first() if number else None
    if post:
        post.topic = topic
    return post


def _answered_post(topic_id: int, number: Any) -> Post | None:
    if (asked := whole_number(str(number or ""))) is None:
        return None
    return Post.objects.filter(topic=topic_id, number=asked).select_related("author").first()
