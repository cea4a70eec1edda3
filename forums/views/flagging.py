"""Asking that a message be examined: a page of its own, for everyone signed in who reads the room."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from forums import actions, casework
from forums.errors import ForumError, NotAllowed, TooFast
from forums.forms.casework import FlagForm
from forums.models import Flag

from .finding import found_post
from .writing import FORM_METHODS, signed_in


@never_cache
@login_required
@FORM_METHODS
def flag(request: HttpRequest, slug: str, topic: int, number: int) -> HttpResponse:
    """Why this message should be examined."""
    post, person = found_post(request, slug, topic, number), signed_in(request)
    form, status = FlagForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.flag(post=post, person=person, at=timezone.now(), **form.cleaned_data)
        except ForumError as error:
            form.refuse(error)
            status = {TooFast: 429, NotAllowed: 403}.get(type(error), 422)
        else:
            messages.success(request, _("Merci. L’équipe d’animation examine ce message et vous dira ce qu’il en est."))
            return redirect("forums:post", slug, topic, number)
    elif form.errors:
        status = 422
    context = {
        "post": post,
        "topic": post.topic,
        "room": post.topic.room,
        "form": form,
        "why_not": casework.why_not_flag(person, post),
        "already": Flag.objects.filter(case__post=post, case__state="open", person=person).exists(),
    }
    return render(request, "forums/moderation/flag.html", context, status=status)
