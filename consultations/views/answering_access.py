"""Who comes to the questionnaire: what each of its pages is given, and why not where it is closed to someone."""

from __future__ import annotations

from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actors.rules import has_confirmed_address

from .. import queries, rules
from ..choices import Act
from ..models import Consultation, Response
from ..questionnaire.asking import Questionnaire, Value
from ..questionnaire.paths import pages_asked
from ..questionnaire.wording import in_words
from .finding import visible

if TYPE_CHECKING:
    from collections.abc import Callable

CONFLICT, UNPROCESSABLE = 409, 422


def answering(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the consultation, its questionnaire and the person's response; say why not where it is closed."""

    @never_cache
    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def inner(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        consultation = visible(request, slug)
        questionnaire = queries.questionnaire_of(consultation)
        if not questionnaire:
            raise Http404
        at = timezone.now()
        response = queries.response_of(consultation, request.user)  # type: ignore[arg-type]  # login_required
        if not rules.may(request.user, Act.RESPOND, consultation, at):
            return _closed(request, consultation, questionnaire, response, at)
        return view(request, consultation, questionnaire, response, *args, at=at, **kwargs)

    return inner


def _closed(
    request: HttpRequest,
    consultation: Consultation,
    questionnaire: Questionnaire,
    response: Response | None,
    at: datetime,
) -> HttpResponse:
    """Not open now, not for this voice, or not before the address is confirmed; what was sent can be read."""
    if Act.RESPOND in rules.acts_open(consultation, at) and not has_confirmed_address(request.user):  # type: ignore[arg-type]
        return render(request, "consultations/vote_unconfirmed.html", {"consultation": consultation}, status=403)
    sent = queries.sent_answers(response) if response else {}
    context = {
        "consultation": consultation,
        "is_open_to_others": Act.RESPOND in rules.acts_open(consultation, at),
        "upcoming": queries.next_questionnaire(consultation, at),
        "response": response,
        "pages": told(questionnaire, sent, {}),
        "draft_until": _draft_until(consultation, response),
    }
    status = CONFLICT if request.method == "POST" else 200
    if wants_json(request):
        return JsonResponse({"message": _("Le questionnaire n’est plus ouvert.")}, status=CONFLICT)
    return render(request, "consultations/questionnaire/closed.html", context, status=status)


def _draft_until(consultation: Consultation, response: Response | None) -> datetime | None:
    """When what was never sent is thrown away; None where nothing is left unsent."""
    closed_at = queries.last_close(consultation) if response and response.draft else None
    return closed_at + queries.DRAFTS_KEPT if closed_at else None


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return request.headers.get("Accept") == "application/json"


def told(questionnaire: Questionnaire, answers: dict[int, Value], problems: dict[int, str]) -> list[dict[str, Any]]:
    """Pages with their questions and answers in words."""
    return [
        {
            "number": number,
            "record": questionnaire.pages[number - 1].record,
            "rows": [
                {
                    "question": question,
                    "words": in_words(question, answers.get(question.pk)),
                    "value": answers.get(question.pk),
                    "error": problems.get(question.pk, ""),
                }
                for question in questions
            ],
        }
        for number, questions in pages_asked(questionnaire, answers)
    ]
