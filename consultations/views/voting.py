"""The voting page: one statement at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.queries import voices_of
from actors.rules import has_confirmed_address
from kernel.requests.limits import rate_limit
from pages.dialogues.queries import give_dialogue

from .. import actions, queries, rules
from ..forms import VoteForm
from ..models import Consultation, Statement
from .finding import visible


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("vote", rate="120/m")
def vote(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """One statement at a time: the one asked for, else the first without an answer."""
    consultation = visible(request, slug)
    at = timezone.now()
    person = request.user
    if not rules.takes_votes(consultation, at):
        return render(
            request,
            "consultations/vote_closed.html",
            {"consultation": consultation, "stage": consultation.stage(at)},
            status=409 if request.method == "POST" else 200,
        )
    if not has_confirmed_address(person):  # type: ignore[arg-type]  # login_required
        return render(request, "consultations/vote_unconfirmed.html", {"consultation": consultation}, status=403)
    statements = queries.statements_of(consultation)
    participant = queries.participant_of(consultation, person)  # type: ignore[arg-type]
    answers = queries.answers_of(participant)
    statement = _statement_to_answer(statements, answers, number)
    if statement is None:
        return render(request, "consultations/vote_done.html", _done(consultation, statements, answers))
    voices = None if participant else voices_of(person)  # type: ignore[arg-type]
    form = VoteForm(request.POST or None, voices=voices)
    if request.method == "POST" and form.is_valid():
        response = _take_vote(request, form, consultation, statement, at)
        if response:
            return response
    context = {
        "consultation": consultation,
        "statement": statement,
        "statements": statements,
        "answers": answers,
        "given": answers.get(statement.pk),
        "position": statements.index(statement) + 1,
        "participant": participant,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/vote.html", context, status=status)


def _take_vote(
    request: HttpRequest, form: VoteForm, consultation: Consultation, statement: Statement, at: datetime
) -> HttpResponse | None:
    try:
        actions.vote(
            person=request.user,  # type: ignore[arg-type]  # login_required
            consultation=consultation,
            number=statement.number,
            value=form.cleaned_data["value"],
            organisation_id=form.organisation_id,
            at=at,
        )
    except actions.ConsultationError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("Votre réponse est enregistrée. Vous pouvez la changer jusqu’à la clôture."))
    return redirect("consultations:vote", slug=consultation.slug)


def _statement_to_answer(statements: list[Statement], answers: dict[int, int], number: int | None) -> Statement | None:
    if number is not None:
        return next((s for s in statements if s.number == number), None)
    return next((s for s in statements if s.pk not in answers), None)


def _done(consultation: Consultation, statements: list[Statement], answers: dict[int, int]) -> dict[str, Any]:
    give_dialogue(consultation)
    return {
        "consultation": consultation,
        "statements": statements,
        "answers": answers,
    }
