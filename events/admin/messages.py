"""Writing to the people of a meeting: to whom, what, how it looks, then sent. `patterns` stand under the meetings'."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events import actions, placeholders, rules
from events.errors import MeetingError
from events.forms.messages import TeamMessageForm
from events.letters.samples import sample_message
from events.models import Meeting, Registration, TeamMessage
from events.queries.readers import languages_of, readers_of
from kernel.languages.choices import OWN_NAMES, direction
from kernel.languages.models import language_used
from kernel.requests.errors import KeyReused

from .letter_preview import as_html, as_text

NAMES_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write, look at it as its readers will, send. The address may say whom: ?states=waiting&r=12&r=15."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    meeting = get_object_or_404(Meeting, pk=pk)
    if request.method != "POST":
        chosen = {name: request.GET.getlist(name) for name in ("states", "constituencies", "shores", "modes", "r")}
        form = TeamMessageForm(initial={name: values for name, values in chosen.items() if values}, meeting=meeting)
        return _page(request, meeting, form)
    form = TeamMessageForm(request.POST, meeting=meeting)
    if not form.is_valid():
        return _page(request, meeting, form, status=422)
    readers = readers_of(meeting, form.chosen)
    if "send" not in request.POST:
        return _page(request, meeting, form, readers=readers)
    try:
        message = actions.write_to_registered(
            meeting=meeting,
            by=request.user,  # type: ignore[arg-type]  # the team
            registrations=[registration.pk for registration in readers],
            subjects=form.by_language("subject"),
            bodies=form.by_language("body"),
            at=timezone.now(),
            key=form.request_key,
        )
    except (MeetingError, KeyReused) as error:
        form.add_error(None, str(error))
        return _page(request, meeting, form, readers=readers, status=422)
    sentence = ngettext(
        "Le message part à %(count)s personne.", "Le message part à %(count)s personnes.", message.readers
    )
    messages.success(request, sentence % {"count": message.readers})
    return redirect(reverse("events_meetings:mails", args=[meeting.pk]))


def _page(
    request: HttpRequest,
    meeting: Meeting,
    form: TeamMessageForm,
    *,
    readers: list[Registration] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "meeting": meeting,
        "form": form,
        "readers": readers,
        "names": [(name, placeholders.MEANING[name]) for name in placeholders.ALWAYS],
    }
    if readers is not None:
        context["shown"] = readers[:NAMES_SHOWN]
        context["more"] = max(0, len(readers) - NAMES_SHOWN)
        context["previews"] = _previews(form, readers)
    return render(request, "events/admin/message.html", context, status=status)


def _previews(form: TeamMessageForm, readers: list[Registration]) -> list[dict[str, Any]]:
    """For each language that someone reads: how many they are, and what they get."""
    message = form.message
    return [
        {
            "name": OWN_NAMES[language],
            "language": language,
            "dir": direction(language),
            "count": count,
            "stands_in": _stand_in(message, language),
            "html": as_html(letter := sample_message(message, language), language),
            "text": as_text(letter, language),
        }
        for language, count in languages_of(readers).items()
    ]


def _stand_in(message: TeamMessage, language: str) -> str:
    """The language in which readers of another get it; blank where it is written in theirs."""
    used = language_used(message, "body", language)
    return OWN_NAMES[used] if used and used != language else ""


patterns = [path("<int:pk>/write/", write, name="write")]
