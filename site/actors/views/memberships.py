"""Joining an organisation: find it or propose it, ask, follow the answer, leave."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors import actions, queries, rules
from actors.choices import MembershipState
from actors.forms.memberships import ProposalForm, RequestForm, SearchForm
from actors.models import Membership, Organisation
from kernel.requests.limits import rate_limit

from .asked import signed_in, submitted

SHOWN = 12


@never_cache
@login_required
@require_safe
def my_organisations(request: HttpRequest) -> HttpResponse:
    """One's memberships, and the organisations one answers for."""
    person = signed_in(request)
    return render(
        request,
        "actors/my_organisations.html",
        {"memberships": queries.memberships_of(person), "led": queries.led_by(person), "person": person},
    )


@never_cache
@login_required
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Find one's organisation in the directory."""
    form = SearchForm(request.GET if request.GET.get("q", "").strip() else None)
    found = queries.directory(form.text) if form.text else Organisation.objects.none()
    total = found.count() if form.text else 0
    return render(
        request, "actors/join.html", {"form": form, "found": found[:SHOWN], "total": total, "asked": form.text}
    )


@never_cache
@login_required
@rate_limit("actors.ask", "20/h")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to act for an organisation of the directory. Asking again leads to the request under way."""
    organisation = get_object_or_404(Organisation.objects.published().select_related("country", "territory"), slug=slug)
    person = signed_in(request)
    if known := queries.live_membership(person, organisation):
        return redirect("actors:request", known.pk)
    form = RequestForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            membership = actions.request_membership(
                person=person,
                organisation=organisation,
                role=given["role"],
                function=given["function"],
                message=given["message"],
                at=timezone.now(),
            )
        except actions.ActorsError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("actors:request", membership.pk)
    return render(request, "actors/ask.html", {"form": form, "organisation": organisation})


@never_cache
@login_required
@rate_limit("actors.propose", "10/h")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose an organisation that the directory does not hold, and ask to act for it."""
    form = ProposalForm(submitted(request), initial={"name": request.GET.get("name", "")[:250]})
    if request.method == "POST" and form.is_valid():
        try:
            membership = actions.propose_organisation(person=signed_in(request), at=timezone.now(), **form.cleaned_data)
        except actions.ActorsError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("actors:request", membership.pk)
    return render(request, "actors/propose.html", {"form": form})


@never_cache
@login_required
@require_safe
def request_state(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one's own request."""
    membership = _own(request, pk)
    return render(request, "actors/request.html", {"membership": membership, "organisation": membership.organisation})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a request, or leave an organisation, after a last question."""
    membership = _own(request, pk)
    if membership.state == MembershipState.REFUSED:
        raise Http404
    if request.method == "POST":
        verified = membership.state == MembershipState.VERIFIED
        try:
            actions.withdraw(membership=membership, by=signed_in(request), at=timezone.now())
        except actions.ActorsError as refused:  # refused in the meantime
            messages.error(request, str(refused))
        else:
            told = _("Vous avez quitté l’organisation.") if verified else _("La demande est retirée.")
            messages.success(request, told)
        return redirect("actors:my-organisations")
    return render(request, "actors/leave.html", {"membership": membership})


@never_cache
@login_required
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Requests and members of an organisation, for its focal points and the team."""
    organisation = _led(request, slug)
    known = list(queries.members_of(organisation))
    return render(
        request,
        "actors/members.html",
        {
            "organisation": organisation,
            "waiting": [membership for membership in known if membership.state == MembershipState.REQUESTED],
            "members": [membership for membership in known if membership.state == MembershipState.VERIFIED],
            "team": rules.verifies_for_the_team(request.user),
        },
    )


def _own(request: HttpRequest, pk: int) -> Membership:
    return get_object_or_404(queries.memberships_of(signed_in(request)), pk=pk)


def _led(request: HttpRequest, slug: str) -> Organisation:
    """The organisation, for those who may see its members; for others it does not exist."""
    known = Organisation.objects.select_related("country", "territory")
    organisation: Organisation = get_object_or_404(known, slug=slug)
    if not rules.may_see_members(request.user, organisation):
        raise Http404
    return organisation
