"""Mandates of an organisation: its focal points give and end them, the team sees them."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.models import Organisation, Person
from actors.views.asked import signed_in, submitted
from kernel.requests.limits import rate_limit

from .. import actions, queries
from ..forms import MandateForm
from ..mandates import may_mandate, may_see_mandates
from ..models import Mandate


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("consultations.mandate", rate="60/h")
def mandates(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who may sign for the organisation; its focal points give mandates here."""
    found = _organisation(request, organisation)
    person, at = signed_in(request), timezone.now()
    gives = may_mandate(person, found)
    members = queries.may_be_mandated(found)
    form = None
    if gives:
        form = MandateForm(submitted(request), request.FILES or None, members=members, zone=person.zone, now=at)
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and _give(form, found, person, at):
            messages.success(request, _("Le mandat est donné. La personne en est avertie."))
            return redirect("consultations:mandates", found.slug)
    given = list(queries.mandates_of(found))
    return render(
        request,
        "consultations/mandates.html",
        {
            "organisation": found,
            "form": form,
            "members": members,
            "focal_points": queries.signatories_of(found),
            "held": [one for one in given if not _is_over(one, at)],
            "over": [one for one in given if _is_over(one, at)],
            "gives": gives,
        },
        status=422 if request.method == "POST" else 200,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_mandate(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    """Take a mandate back, after a last question."""
    found = _organisation(request, organisation)
    person = signed_in(request)
    mandate = get_object_or_404(queries.mandates_of(found), pk=pk)
    if not may_mandate(person, found):
        raise Http404
    if request.method == "POST":
        actions.end_mandate(mandate=mandate, by=person, at=timezone.now())
        messages.success(request, _("Le mandat a pris fin. Ce qui a été signé reste signé."))
        return redirect("consultations:mandates", found.slug)
    return render(request, "consultations/mandate_end.html", {"organisation": found, "mandate": mandate})


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation, for those who may see its mandates; for others it does not exist."""
    known = Organisation.objects.select_related("country", "territory")
    found: Organisation = get_object_or_404(known, slug=slug)
    if not may_see_mandates(request.user, found):
        raise Http404
    return found


def _give(form: MandateForm, organisation: Organisation, by: Person, at: datetime) -> bool:
    given = form.cleaned_data
    try:
        actions.give_mandate(
            organisation=organisation,
            person=Person.objects.get(pk=int(given["member"])),
            by=by,
            consultation=given["consultation"],
            ends_at=form.ends_at,
            document=given["document"],
            at=at,
        )
    except actions.ConsultationError as refused:
        form.add_error("member", str(refused))
        return False
    except ValidationError as refused:
        form.add_error("document", refused)
        return False
    return True


def _is_over(mandate: Mandate, at: datetime) -> bool:
    return mandate.ended_at is not None or (mandate.ends_at is not None and mandate.ends_at <= at)
