"""Signing for an organisation: finding it, signing, signing anew, withdrawing."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import Organisation
from actors.queries import verified_memberships
from actors.views.asked import signed_in, submitted
from kernel.requests.actions import once
from kernel.requests.errors import KeyReused
from kernel.requests.limits import rate_limit

from .. import actions, mandates, queries, rules
from ..choices import Act
from ..forms import PositionForm, WithdrawalForm
from ..mandates import Standing
from ..models import Consultation, Position
from .finding import visible


@never_cache
@login_required
@require_safe
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisations that somebody may sign for; the form at once where there is only one."""
    consultation = visible(request, slug)
    person, at = signed_in(request), timezone.now()
    bound = mandates.standings_of(person, consultation, at)
    able = {one.organisation.pk for one in mandates.signing(person, consultation, at)}
    if len(bound) == len(able) == 1:
        return redirect("consultations:sign-for", consultation.slug, bound[0].organisation.slug)
    organisations = [one.organisation for one in bound]
    known = {one.organisation_id: one for one in Position.objects.filter(consultation=consultation)}
    return render(
        request,
        "consultations/sign_choose.html",
        {
            "consultation": consultation,
            "is_open": Act.SIGN in rules.acts_open(consultation, at),
            "organisations": [(one, known.get(one.pk), one.pk in able) for one in organisations],
            "is_able": bool(able),
            "memberships": verified_memberships(person),
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("consultations.sign", rate="30/h")
def sign_for(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """An organisation's position as a form: the first, or a new revision of the one that counts."""
    consultation = visible(request, slug)
    person, at = signed_in(request), timezone.now()
    standing = _standing(mandates.signing(person, consultation, at), organisation)
    position = queries.position_of(consultation, organisation)
    revision = queries.revision_of(position) if position else None
    stances = {one.statement.number: one.value for one in queries.stances_of(revision)} if revision else {}
    form = PositionForm(
        submitted(request),
        request.FILES or None,
        statements=queries.votable_statements(consultation),
        revision=revision,
        initial=PositionForm.initial_for(revision, stances, person.display_name, standing.membership.function),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            response = _sign(form, standing.organisation, consultation, request, at)
            if response:
                return response
            status = 409 if form.has_moved else 422
    return render(
        request,
        "consultations/sign.html",
        {
            "consultation": consultation,
            "organisation": standing.organisation,
            "mandate": standing.mandate,
            "position": position,
            "revision": revision,
            "form": form,
        },
        status=status,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_position(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """Take a position back, after its reason."""
    consultation = visible(request, slug)
    person, at = signed_in(request), timezone.now()
    position = queries.position_of(consultation, organisation)
    if position is None or not mandates.may_withdraw(person, position, at):
        raise Http404
    form = WithdrawalForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_position(position=position, person=person, reason=form.cleaned_data["reason"], at=at)
        except actions.ConsultationError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("La position est retirée. Elle reste lisible, avec son histoire."))
            return redirect("consultations:position", consultation.slug, organisation)
    return render(
        request,
        "consultations/position_withdraw.html",
        {"consultation": consultation, "position": position, "organisation": position.organisation, "form": form},
        status=422 if request.method == "POST" else 200,
    )


def _standing(standings: list[Standing], organisation: str) -> Standing:
    """What lets the person sign for the organisation of the address; for others that address does not exist."""
    for standing in standings:
        if standing.organisation.slug == organisation:
            return standing
    raise Http404


def _sign(
    form: PositionForm, organisation: Organisation, consultation: Consultation, request: HttpRequest, at: datetime
) -> HttpResponse | None:
    person, rev = signed_in(request), form.cleaned_data["rev"]

    def act() -> dict[str, Any]:
        position = actions.sign_position(
            person=person,
            organisation=organisation,
            consultation=consultation,
            wording=form.wording,
            rev=rev,
            at=at,
        )
        return {"revision": position.rev}

    try:
        signed = once(
            person=person,
            scope=f"consultations.sign:{consultation.pk}:{organisation.pk}",
            key=form.request_key,
            body=_body(form),
            act=act,
            at=at,
        )
    except actions.PositionMoved as moved:
        form.has_moved = True
        form.add_error(None, str(moved))
        return None
    except (actions.ConsultationError, KeyReused) as refused:
        form.add_error(None, str(refused))
        return None
    except ValidationError as refused:
        form.add_error("document", refused)
        return None
    told = _("La position est signée et publique.") if signed["revision"] == 1 else _("La position est révisée.")
    messages.success(request, told)
    return redirect("consultations:position", consultation.slug, organisation.slug)


def _body(form: PositionForm) -> dict[str, Any]:
    """What was sent, the document by its digest."""
    given = {name: value for name, value in form.cleaned_data.items() if name not in {"document", "request_key"}}
    document = form.cleaned_data.get("document")
    if document:
        document.seek(0)
        given["document"] = hashlib.sha256(document.read()).hexdigest()
    return given
