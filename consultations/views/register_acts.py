"""What an authority does with a recommendation, and the team beside it: pages of their own, never cached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kernel.requests.actions import once
from kernel.requests.errors import KeyReused
from kernel.requests.limits import rate_limit

from ..actions import recommendations as acts
from ..choices import RecommendationState
from ..errors import ConsultationError, Outdated
from ..forms.recommendations import AnswerForm, ReferForm, SignedForm, StepForm
from ..models import Recommendation, RecommendationEntry
from ..queries.authorities import addressed_to, answers_for
from ..queries.register import open_question, rows, sent
from ..recommendations import PROMISED, WAITING, may_move, next_states
from ..rules import may_manage

FORMS: dict[str, type[StepForm]] = {
    "answer": AnswerForm,
    "refer": ReferForm,
    "ask": SignedForm,
    "news": SignedForm,
    "reply": StepForm,
}
NAMES = {
    "answer": gettext_lazy("Répondre"),
    "refer": gettext_lazy("Transmettre à l’autorité compétente"),
    "ask": gettext_lazy("Poser une question à l’équipe"),
    "news": gettext_lazy("Donner des nouvelles"),
    "reply": gettext_lazy("Répondre à la question de l’autorité"),
}
DONE, CONFLICT, REFUSED = 201, 409, 422


@never_cache
@login_required
@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """What is addressed to the authorities for which the person answers, what waits first."""
    at = timezone.now()
    found = rows(addressed_to(request.user, at), at)  # type: ignore[arg-type]  # login_required
    waiting = [row for row in found if row.is_waiting]
    context = {"waiting": waiting, "others": [row for row in found if not row.is_waiting]}
    return render(request, "consultations/ours.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("recommendation", rate="30/m")
def act(request: HttpRequest, slug: str, number: int, act: str) -> HttpResponse:
    """One act on a recommendation, its history below; 404 for whoever does not answer for it."""
    at = timezone.now()
    person: Any = request.user
    recommendation = get_object_or_404(sent().select_related("consultation"), consultation__slug=slug, number=number)
    membership = answers_for(person, recommendation, at)
    is_team = may_manage(person)
    if act not in FORMS or not (membership or is_team):
        raise Http404
    if request.method != "POST" and act not in acts_of(recommendation, membership is not None, is_team):
        return _page(request, "consultations/answer_closed.html", recommendation, act, at)
    signs = None if act == "reply" or (act == "refer" and is_team) else membership
    form = FORMS[act](request.POST or None, recommendation=recommendation, membership=signs)
    status = _sent(form, act, person, at) if request.method == "POST" else 200
    if status == DONE:
        messages.success(request, _("C’est enregistré, et public."))
        return redirect("consultations:recommendation", slug=slug, number=number)
    return _page(request, "consultations/answer.html", recommendation, act, at, form=form, status=status)


def acts_of(recommendation: Recommendation, is_authority: bool, is_team: bool) -> list[str]:
    """What one may do with a recommendation as it stands."""
    state = RecommendationState(recommendation.state)
    offered = {
        "answer": is_authority and bool(next_states(state)),
        "refer": (is_authority or is_team) and may_move(state, RecommendationState.REFERRED),
        "ask": is_authority and state in WAITING,
        "news": is_authority and state in WAITING | PROMISED,
        "reply": is_team and open_question(recommendation.entries.all()) is not None,
    }
    return [name for name, is_offered in offered.items() if is_offered]


def _page(
    request: HttpRequest,
    template: str,
    recommendation: Recommendation,
    act: str,
    at: datetime,
    *,
    form: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form with the history as it is now: whoever was outrun reads what came before sending again."""
    row = rows(sent().filter(pk=recommendation.pk), at)[0]
    if status == CONFLICT and form is not None:
        form.show_again(row.recommendation)
    person: Any = request.user
    is_authority = answers_for(person, row.recommendation, at) is not None
    allowed = acts_of(row.recommendation, is_authority, may_manage(person))
    context = {
        "row": row,
        "recommendation": row.recommendation,
        "consultation": row.recommendation.consultation,
        "act": act,
        "name": NAMES[act],
        "others": [(name, NAMES[name]) for name in allowed if name != act],
        "form": form,
    }
    return render(request, template, context, status=status)


def _sent(form: StepForm, act: str, person: Any, at: datetime) -> int:
    """What comes of a form: 201 done, 422 to be corrected, 409 where somebody else moved it first."""
    if not form.is_valid():
        return REFUSED
    body = {name: str(value) for name, value in form.cleaned_data.items() if name != "request_key"}
    try:
        once(
            person=person,
            scope=f"consultations.{act}:{form.recommendation.pk}",
            key=form.request_key,
            body=body,
            act=lambda: {"entry": _doing(form, act, person, at)().pk},
            at=at,
        )
    except Outdated as error:
        form.add_error(None, str(error))
        return CONFLICT
    except (ConsultationError, KeyReused) as error:
        form.add_error(None, str(error))
        return REFUSED
    return DONE


def _doing(form: StepForm, act: str, person: Any, at: datetime) -> Callable[[], RecommendationEntry]:
    given: dict[str, Any] = {
        "recommendation": form.recommendation,
        "by": person,
        "words": form.words,
        "rev": form.cleaned_data["rev"],
        "at": at,
    }
    return {
        "answer": lambda: acts.answer(after=form.cleaned_data["after"], **given),
        "refer": lambda: acts.refer(to=form.cleaned_data["to"], **given),
        "ask": lambda: acts.tell(is_question=True, **given),
        "news": lambda: acts.tell(**given),
        "reply": lambda: acts.reply(**given),
    }[act]
