"""Deciding about a member: verify, refuse with a reason, end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors import actions, queries, rules
from actors.forms.memberships import RefusalForm
from actors.models import Membership
from kernel.text.direction import isolated

from .asked import signed_in


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One request or member; answered here by a focal point or the team."""
    membership = _decidable(request, slug, pk)
    form = RefusalForm(request.POST if request.POST.get("decision") == "refuse" else None)
    if request.method == "POST":
        try:
            told = _carry_out(request, membership, form)
        except actions.ActorsError as refused:
            messages.error(request, str(refused))
            return redirect("actors:decide", slug, pk)
        if told:
            messages.success(request, told)
            return redirect("actors:members", slug)
    return render(
        request,
        "actors/decide.html",
        {"membership": membership, "organisation": membership.organisation, "form": form},
    )


def _carry_out(request: HttpRequest, membership: Membership, form: RefusalForm) -> str:
    """Do what was decided and say it; nothing where the reason is missing, and the form says so."""
    by, at = signed_in(request), timezone.now()
    name = isolated(membership.person.name)
    match request.POST.get("decision"):
        case "verify":
            publish = request.POST.get("publish") == "1"
            actions.verify(membership=membership, by=by, at=at, publish=publish)
            return _("Le rattachement de %(name)s est confirmé.") % {"name": name}
        case "refuse" if form.is_valid():
            actions.refuse(membership=membership, by=by, reason=form.cleaned_data["reason"], at=at)
            return _("La demande de %(name)s est refusée. Le motif est parti.") % {"name": name}
        case "end":
            actions.withdraw(membership=membership, by=by, at=at)
            return _("Le rattachement de %(name)s a pris fin.") % {"name": name}
    return ""


def _decidable(request: HttpRequest, slug: str, pk: int) -> Membership:
    """A live membership that this person may decide about; for others it does not exist."""
    memberships = Membership.objects.filter(organisation__slug=slug, state__in=queries.LIVE)
    membership = get_object_or_404(
        memberships.select_related("person", "organisation__country", "organisation__territory"), pk=pk
    )
    if not rules.may_decide(request.user, membership):
        raise Http404
    return membership
