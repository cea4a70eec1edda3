"""Beside a meeting's questions at the desk: ready ones, those of other meetings, who helps, what was deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import rules
from events.actions.questions import add_helper, add_ready_question, copy_questions, remove_helper
from events.asking import PROTECTED_KINDS, HelperRole, QuestionKind
from events.errors import MeetingError
from events.forms.question import CopyQuestionsForm, HelperForm
from events.models import Meeting, MeetingHelper, Registration
from events.queries.answers import answers_visible_to, purges_of, versions_of

QUESTIONS = "events_questions"


def _managed(request: HttpRequest, pk: int) -> Meeting:
    if not rules.may_manage(request.user):
        raise PermissionDenied
    return get_object_or_404(Meeting, pk=pk)


def _to_list(meeting: Meeting) -> HttpResponse:
    return redirect(f"{reverse(f'{QUESTIONS}:index')}?meeting={meeting.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a question that is ready, about access or diet."""
    meeting = _managed(request, pk)
    kinds = [kind for kind in QuestionKind if kind in PROTECTED_KINDS]
    chosen = request.POST.get("kind", "")
    if request.method != "POST" or chosen not in kinds:
        return render(request, "events/admin/ready_questions.html", {"meeting": meeting, "kinds": kinds})
    person: Any = request.user
    try:
        question = add_ready_question(meeting=meeting, kind=QuestionKind(chosen), by=person, at=timezone.now())
    except MeetingError as refusal:
        messages.error(request, str(refusal))
        return _to_list(meeting)
    messages.success(request, _("La question est ajoutée : relisez-la, puis changez ce qui doit l’être."))
    return redirect(f"{QUESTIONS}:edit", question.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def copy_from(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the questions of another meeting."""
    meeting = _managed(request, pk)
    form = CopyQuestionsForm(request.POST if request.method == "POST" else None, target=meeting)
    if request.method == "POST" and form.is_valid():
        person: Any = request.user
        source = form.cleaned_data["source"]
        try:
            added = copy_questions(source=source, target=meeting, by=person, at=timezone.now())
        except MeetingError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext("%(number)s question ajoutée.", "%(number)s questions ajoutées.", len(added))
            messages.success(request, words % {"number": len(added)})
            return _to_list(meeting)
    context = {"meeting": meeting, "form": form}
    return render(request, "events/admin/copy_questions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def helpers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who lends a hand at a meeting, and in which role."""
    meeting = _managed(request, pk)
    form = HelperForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.person is not None:
        by: Any = request.user
        role = HelperRole(form.cleaned_data["role"])
        add_helper(meeting=meeting, person=form.person, role=role, by=by, at=timezone.now())
        messages.success(request, _("La personne est ajoutée : sa page est « Aider à la rencontre »."))
        return redirect(f"{QUESTIONS}:helpers", pk)
    listed = MeetingHelper.objects.filter(meeting=meeting).select_related("person")
    context = {"meeting": meeting, "form": form, "helpers": listed}
    return render(request, "events/admin/helpers.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: int, helper: int) -> HttpResponse:
    """End someone's role."""
    meeting = _managed(request, pk)
    found = MeetingHelper.objects.filter(meeting=meeting, pk=helper).select_related("meeting").first()
    if found is not None:
        by: Any = request.user
        remove_helper(helper=found, by=by, at=timezone.now())
        messages.success(request, _("La personne n’a plus ce rôle."))
    return redirect(f"{QUESTIONS}:helpers", pk)


@require_safe
def purges(request: HttpRequest, pk: int) -> HttpResponse:
    """What was deleted of the answers, when, with the proof."""
    meeting = _managed(request, pk)
    return render(request, "events/admin/purges.html", {"meeting": meeting, "purges": purges_of(meeting)})


@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers of a registration that are for the organiser, with their versions."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    registration = get_object_or_404(Registration.objects.select_related("meeting", "person"), pk=pk)
    found = [(answer, versions_of(answer)) for answer in answers_visible_to(request.user, registration)]
    return render(request, "events/admin/answers.html", {"registration": registration, "answers": found})
