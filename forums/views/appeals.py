"""A removal or a suspension as whom it is about reads it, with the way to ask that it be looked at again. Nobody else
finds it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forums import actions, casework, rules
from forums.errors import ForumError, NotAllowed
from forums.forms.casework import AppealForm, SuspensionAppealForm
from forums.models import Decision, Suspension
from forums.queries.moderation import decisions_of, suspensions_about

from .finding import found_post
from .writing import FORM_METHODS, signed_in


@never_cache
@login_required
@FORM_METHODS
def decision(request: HttpRequest, decision: int) -> HttpResponse:
    """The statement of reasons of one's own removed message, its appeal and the answer."""
    found = get_object_or_404(decisions_of(signed_in(request)), pk=decision)
    context = {"decision": found, "post": found.post}
    return _appealed(request, found, AppealForm(request.POST or None), "forums/moderation/decision.html", context)


@never_cache
@login_required
@FORM_METHODS
def suspension(request: HttpRequest, suspension: int) -> HttpResponse:
    """The statement of reasons of one's own suspension, its appeal and the answer."""
    found = get_object_or_404(suspensions_about(signed_in(request)), pk=suspension)
    form = SuspensionAppealForm(request.POST or None)
    context = {"suspension": found, "is_running": found.is_running(timezone.now()), "post": found.post}
    return _appealed(request, found, form, "forums/moderation/suspension.html", context)


def _appealed(
    request: HttpRequest, found: Decision | Suspension, form: AppealForm, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The page, or what was asked on it carried out."""
    person, at, status = signed_in(request), timezone.now(), 200
    form.initial = {"language": person.language}
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(decision=found, person=person, at=at, **form.cleaned_data)
        except ForumError as error:
            form.refuse(error)
            status = 403 if isinstance(error, NotAllowed) else 422
        else:
            messages.success(request, _("Votre demande est reçue : une autre personne de l’animation vous répondra."))
            return redirect(request.path)
    elif form.errors:
        status = 422
    context |= {
        "room": found.where,
        "appeal": casework.appeal_of(found),
        "ends_at": casework.appeal_ends_at(found),
        "why_not": casework.why_not_appeal(person, found, at),
        "still_reads": found.where is not None and rules.may_read(person, found.where),
        "form": form,
    }
    return render(request, template, context, status=status)


@never_cache
@login_required
@require_safe
def of_post(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """From the place of a removed message to its decision: for who wrote it."""
    post, person = found_post(request, slug, topic, number), signed_in(request)
    latest = decisions_of(person).filter(post=post).first()
    if latest is None:
        raise Http404
    return redirect("forums:decision", latest.pk)
