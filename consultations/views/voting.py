"""The voting page: one statement at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
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
from ..choices import Act, StatementState
from ..forms import VoteForm
from ..models import Consultation, Participant, Statement
from ..queries.routing import Listed, listed, next_statement
from ..queries.standing import latest_answers
from .finding import visible

LATEST = 5  # own answers shown below the card


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("vote", rate="120/m")
def vote(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """One statement at a time: the one asked for, else the one whose turn it is among those without an answer."""
    consultation = visible(request, slug)
    at = timezone.now()
    acts = rules.acts_of(request.user, consultation, at)
    refusal = closed_page(request, consultation, at, Act.VOTE, acts)
    if refusal:
        return refusal
    participant = queries.participant_of(consultation, request.user)  # type: ignore[arg-type]  # login_required
    answers = queries.answers_of(participant)
    statements = listed(consultation)
    if number is None:
        statement = _next(request, consultation, statements, answers)
    else:
        statement = _asked_for(consultation, number)
    context: dict[str, Any] = {
        "consultation": consultation,
        "participant": participant,
        "done": sum(one.pk in answers for one in statements),
        "total": len(statements),
        "latest": latest_answers(participant, LATEST),
        "may_propose": Act.PROPOSE in acts,
        "closes_at": _closes_at(consultation, participant, at),
    }
    if statement is None:
        give_dialogue(consultation)
        return render(request, "consultations/vote_done.html", context)
    if statement.merged_into:
        return redirect("consultations:vote-statement", slug=slug, number=statement.merged_into.number)
    voices = None if participant else voices_of(request.user)  # type: ignore[arg-type]
    form = VoteForm(request.POST if request.method == "POST" else None, voices=voices)
    if request.method == "POST" and form.is_valid():
        response = _take_vote(request, form, consultation, statement, at)
        if response:
            return response
    context |= {"statement": statement, "given": answers.get(statement.pk), "form": form}
    return render(request, "consultations/vote.html", context, status=422 if request.method == "POST" else 200)


def closed_page(
    request: HttpRequest, consultation: Consultation, at: datetime, act: Act, acts: frozenset[Act]
) -> HttpResponse | None:
    """What is shown to someone who may not do an act now, `acts` being all they may do; None where they may."""
    if act in acts:
        return None
    if act not in rules.acts_open(consultation, at):
        return render(
            request,
            "consultations/vote_closed.html",
            {"consultation": consultation, "stage": consultation.stage(at), "act": act},
            status=409 if request.method == "POST" else 200,
        )
    if not has_confirmed_address(request.user):  # type: ignore[arg-type]  # login_required
        return render(request, "consultations/vote_unconfirmed.html", {"consultation": consultation}, status=403)
    return render(request, "consultations/vote_not_yours.html", {"consultation": consultation}, status=403)


def _closes_at(consultation: Consultation, participant: Participant | None, at: datetime) -> datetime | None:
    """Until when this voice may change its votes: the close of the phase of vote, not of the whole consultation."""
    admitting = [phase for phase in consultation.phases.all() if participant is None or phase.admits(participant)]
    phase = queries.phase_for(admitting, Act.VOTE, at)
    return phase.closes_at if phase else None


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


def _asked_for(consultation: Consultation, number: int) -> Statement:
    """The statement of an address, or the one it was merged with. Raises Http404 for one that is not at the vote."""
    shown = (StatementState.PUBLISHED, StatementState.MERGED)
    found = Statement.objects.filter(consultation=consultation, number=number, state__in=shown)
    statement = found.select_related("merged_into").first()
    if statement is None:
        raise Http404
    return statement


def _next(
    request: HttpRequest, consultation: Consultation, statements: list[Listed], answers: dict[int, int]
) -> Statement | None:
    chosen = next_statement(consultation, statements, set(answers), int(request.user.pk or 0))
    return Statement.objects.get(pk=chosen.pk) if chosen else None
