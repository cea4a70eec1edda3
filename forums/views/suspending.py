"""Keeping someone from writing for a while: who is, since when, until when; and one more, from a message of theirs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forums import actions, rules
from forums.errors import ForumError, NotAllowed
from forums.forms.casework import EVERYWHERE, SuspendForm
from forums.queries.moderation import rooms_moderated, suspensions_in
from kernel.requests.numbers import whole_number

from .finding import found_post
from .writing import FORM_METHODS, signed_in

PER_PAGE = 30


@never_cache
@login_required
@require_safe
def suspensions(request: HttpRequest) -> HttpResponse:
    """Those of the rooms one moderates."""
    person, at = signed_in(request), timezone.now()
    rooms = rooms_moderated(person)
    if not rooms.exists():
        raise Http404
    everywhere = person.has_perm("forums.moderate")
    page = Paginator(suspensions_in(rooms, everywhere), PER_PAGE).get_page(
        whole_number(request.GET.get("page", "")) or 1
    )
    context = {"page_obj": page, "at": at, "everywhere": everywhere}
    return render(request, "forums/moderation/suspensions.html", context)


@never_cache
@login_required
@FORM_METHODS
def suspend(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """Suspend who wrote a message."""
    post, person = found_post(request, slug, topic, number), signed_in(request)
    room = post.topic.room
    if not rules.may_moderate(person, room):
        raise Http404
    form, status = SuspendForm(request.POST or None, everywhere=rules.may_moderate(person)), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.suspend(
                person=post.author,
                room=None if form.cleaned_data.get("scope") == EVERYWHERE else room,
                ends_at=form.ends_at(person),
                category=form.cleaned_data["category"],
                reason=form.cleaned_data["reason"],
                language=form.cleaned_data["language"],
                post=post,
                by=person,
                at=timezone.now(),
            )
        except ForumError as error:
            form.refuse(error)
            status = 403 if isinstance(error, NotAllowed) else 422
        else:
            messages.success(request, _("C’est fait : la personne reçoit le motif et la date."))
            return redirect("forums:suspensions")
    elif form.errors:
        status = 422
    context = {"post": post, "topic": post.topic, "room": room, "form": form}
    return render(request, "forums/moderation/suspend.html", context, status=status)


@never_cache
@login_required
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let someone write again."""
    person = signed_in(request)
    found = get_object_or_404(suspensions_in(rooms_moderated(person), rules.may_moderate(person)), pk=pk)
    actions.lift_suspension(suspension=found, by=person, at=timezone.now())
    messages.success(request, _("La suspension est levée ; la personne le sait."))
    return redirect("forums:suspensions")
