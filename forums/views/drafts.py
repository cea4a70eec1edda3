"""What one has under way: a page for its owner only."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from forums import actions
from forums.models import Draft
from forums.queries.drafts import drafts_of

from .composing import wants_json


@never_cache
@login_required
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The person's drafts, wherever they were written."""
    return render(request, "forums/drafts.html", {"drafts": drafts_of(request.user)})


@never_cache
@login_required
@require_http_methods(["POST"])
def discard(request: HttpRequest, ident: int) -> HttpResponse:
    """Throw one away; somebody else's does not exist."""
    draft = get_object_or_404(Draft, pk=ident, person=request.user)
    actions.discard_draft(draft=draft, person=draft.person)
    if wants_json(request):
        return HttpResponse(status=204)
    messages.success(request, _("Le brouillon est jeté."))
    return redirect("forums:drafts")
