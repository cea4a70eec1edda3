"""Pages of consultations: list, presentation, results, and the voting page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.queries import voices_of
from actors.rules import has_confirmed_address
from kernel.pagecache.keeping import kept
from kernel.requests.limits import rate_limit
from kernel.ui import formats
from pages.base.registry import page_view
from pages.dialogues.queries import give_dialogue

from . import actions, queries, rules
from .choices import Stage
from .forms import VoteForm
from .models import Consultation, ConsultationPage, ConsultationsPage, Statement


@require_safe
def consultation_list(request: HttpRequest) -> HttpResponse:
    """Open consultations first, then those to come, then the closed ones."""
    at = timezone.now()
    consultations = Consultation.objects
    return render(
        request,
        "consultations/list.html",
        {
            "open": queries.teasers(consultations.open(at).order_by("closes_at", "pk")),
            "upcoming": queries.teasers(consultations.upcoming(at).order_by("opens_at", "pk")),
            "closed": queries.teasers(consultations.closed(at)[:30]),
        },
    )


@require_safe
def consultation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The consultation at its page's address when it has one, else here."""
    consultation = _visible(request, slug)
    page = queries.page_of(consultation)
    if page:
        return redirect(page.get_url(request) or reverse("consultations:list"))
    return render(request, "consultations/consultation.html", _presentation(consultation, timezone.now()))


@page_view(ConsultationsPage)
def section(request: HttpRequest, page: ConsultationsPage) -> HttpResponse:
    """The section in the tree leads to the list."""
    return redirect("consultations:list")


@page_view(ConsultationPage, withheld=queries.withheld_pages)
def consultation_page(request: HttpRequest, page: ConsultationPage) -> HttpResponse:
    """A consultation with its texts, its first statement and the results so far. A page may be live before its
    consultation is published, or after it is withdrawn: then it is nobody's but the team's."""
    if not getattr(request, "is_preview", False) and not rules.may_read(request.user, page.consultation):
        raise Http404
    context = _presentation(page.consultation, timezone.now())
    return render(request, "consultations/consultation.html", {**context, "page": page})


def _presentation(consultation: Consultation, at: datetime) -> dict[str, Any]:
    give_dialogue(consultation)
    found, turnout = _counted(consultation)
    return {
        "consultation": consultation,
        "stage": consultation.stage(at),
        "phases": _phases(consultation, at),
        "results": found,
        "shown": _most_answered(found),
        "turnout": turnout,
    }


def _counted(consultation: Consultation) -> tuple[list[queries.StatementResult], queries.Turnout]:
    """Results and turnout, which everyone reads and every vote makes stale."""
    return kept(
        f"consultation:{consultation.pk}", lambda: (queries.results_of(consultation), queries.turnout_of(consultation))
    )


def _most_answered(results: list[queries.StatementResult]) -> queries.StatementResult | None:
    return max(results, key=lambda result: (result.total.seen, -result.statement.number), default=None)


def _phases(consultation: Consultation, at: datetime) -> list[dict[str, str]]:
    """The stepper of {% phases %}: preparation, vote, results, answer of the authorities."""
    stage = consultation.stage(at)
    current = {Stage.UPCOMING: 0, Stage.OPEN: 1, Stage.CLOSED: 2}[stage]
    opens = formats.day(consultation.opens_at, "medium", consultation.tzinfo)
    closes = formats.day(consultation.closes_at, "medium", consultation.tzinfo)
    steps = [
        (_("Préparation"), _("jusqu’au %(date)s") % {"date": opens}),
        (_("Vote"), _("jusqu’au %(date)s") % {"date": closes}),
        (_("Résultats"), _("publics à tout moment")),
    ]
    if consultation.answer_due_date:
        due = formats.day(consultation.answer_due_date, "medium")
        steps.append((_("Réponse des autorités"), _("avant le %(date)s") % {"date": due}))
    states = ["done" if index < current else "now" if index == current else "" for index in range(len(steps))]
    return [
        {"label": label, "detail": detail, "state": state} for (label, detail), state in zip(steps, states, strict=True)
    ]


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Every statement's result by constituency and by shore, as charts that are tables."""
    consultation = _visible(request, slug)
    found, turnout = _counted(consultation)
    return render(
        request,
        "consultations/results.html",
        {
            "consultation": consultation,
            "stage": consultation.stage(timezone.now()),
            "results": found,
            "turnout": turnout,
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("vote", rate="120/m")
def vote(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """One statement at a time: the one asked for, else the first without an answer."""
    consultation = _visible(request, slug)
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


def _visible(request: HttpRequest, slug: str) -> Consultation:
    return get_object_or_404(queries.visible_to(request.user), slug=slug)
