"""The page on which a statement is proposed, and what became of one's own."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.queries import voices_of
from kernel.requests.errors import KeyReused
from kernel.requests.limits import rate_limit

from .. import actions, queries, rules
from ..choices import Act
from ..forms.statements import ProposalForm
from ..models import Consultation, Statement
from ..queries.proposals import close_to, proposals_of
from .finding import visible
from .voting import closed_page


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("propose-statement", rate="20/h")
def propose_statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a sentence; what resembles it is shown before it is handed in."""
    consultation = visible(request, slug)
    at = timezone.now()
    acts = rules.acts_of(request.user, consultation, at)
    refusal = closed_page(request, consultation, at, Act.PROPOSE, acts)
    if refusal:
        return refusal
    participant = queries.participant_of(consultation, request.user)  # type: ignore[arg-type]  # login_required
    voices = None if participant else voices_of(request.user)  # type: ignore[arg-type]
    form = ProposalForm(request.POST if request.method == "POST" else None, voices=voices)
    close: list[Statement] = []
    if request.method == "POST" and form.is_valid():
        close = _close(form, consultation)
        if (form.cleaned_data["is_new"] or not close) and _proposed(request, form, consultation, at):
            messages.success(
                request, _("Votre phrase est enregistrée. L’équipe va la lire, et vous saurez ce qu’elle devient.")
            )
            return redirect("consultations:propose-statement", slug=slug)
    context = {
        "consultation": consultation,
        "form": form,
        "close": close,
        "participant": participant,
        "proposals": proposals_of(participant),
    }
    return render(request, "consultations/propose.html", context, status=422 if request.method == "POST" else 200)


def _close(form: ProposalForm, consultation: Consultation) -> list[Statement]:
    texts = {form.cleaned_data["language"]: form.cleaned_data["text"]}
    return close_to(texts, queries.statements_of(consultation))


def _proposed(request: HttpRequest, form: ProposalForm, consultation: Consultation, at: datetime) -> bool:
    try:
        actions.propose_statement(
            person=request.user,  # type: ignore[arg-type]  # login_required
            consultation=consultation,
            text=form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            organisation_id=form.organisation_id,
            key=form.request_key,
            at=at,
        )
    except actions.ConsultationError as error:
        form.add_error("text", str(error))
        return False
    except KeyReused:
        form.add_error("text", _("Une phrase est déjà partie de cette page. Ouvrez-la de nouveau pour une autre."))
        return False
    return True
