"""The last page of the questionnaire: read over, sent, or thrown away."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from actors.queries import voices_of
from kernel.requests.limits import rate_limit

from .. import actions, queries, rules
from ..choices import Act
from ..errors import ConsultationError, StaleAnswers
from ..forms.questionnaire import chosen_voice, revision, voice_options
from ..models import Consultation, Response
from ..questionnaire.asking import Questionnaire
from ..questionnaire.paths import pages_asked, problems_of
from .answering_access import CONFLICT, UNPROCESSABLE, answering, told

if TYPE_CHECKING:
    from actors.models import Person
    from actors.queries import Speaking


@answering
@rate_limit("questionnaire-send", rate="20/m")
def send(
    request: HttpRequest,
    consultation: Consultation,
    questionnaire: Questionnaire,
    response: Response | None,
    *,
    at: datetime,
) -> HttpResponse:
    """Everything read over on one page, the voice chosen, then sent."""
    person = request.user
    participant = queries.participant_of(consultation, person)  # type: ignore[arg-type]
    voices = [] if participant else _voices_admitted(person, consultation, at)  # type: ignore[arg-type]
    context: dict[str, Any] = {
        "consultation": consultation,
        "participant": participant,
        "voices": voice_options(voices),
    }
    if request.method == "POST":
        organisation_id, is_known = chosen_voice(request, voices) if voices else (None, True)
        context["voices"] = voice_options(voices, request.POST.get("voice"))
        try:
            if not is_known:
                raise ConsultationError(_("Vous ne pouvez pas répondre au nom de cette organisation."))
            actions.send(
                person=person,  # type: ignore[arg-type]
                consultation=consultation,
                rev=revision(request),
                organisation_id=organisation_id,
                at=at,
            )
        except ConsultationError as error:
            context["refusal"] = str(error)
            context["status"] = CONFLICT if isinstance(error, StaleAnswers) else UNPROCESSABLE
            response = queries.response_of(consultation, person)  # type: ignore[arg-type]
        else:
            messages.success(request, _("Votre réponse est envoyée. Merci. Vous pouvez la changer jusqu’à la clôture."))
            return redirect("consultations:answer", consultation.slug)
    return _read_over(request, questionnaire, response, context)


def _voices_admitted(person: Person, consultation: Consultation, at: datetime) -> list[Speaking]:
    voices = voices_of(person)
    return [voice for voice in voices if Act.RESPOND in rules.acts_allowed(consultation, voice, at)]


def _read_over(
    request: HttpRequest, questionnaire: Questionnaire, response: Response | None, context: dict[str, Any]
) -> HttpResponse:
    answers = queries.written(response)
    asked = [question for _number, questions in pages_asked(questionnaire, answers) for question in questions]
    problems = problems_of(asked, answers)[1]
    context |= {
        "pages": told(questionnaire, answers, problems),
        "problems": len(problems),
        "rev": response.rev if response else 0,
        "was_sent": bool(response and response.submitted_at),
        "has_draft": bool(response and response.draft),
    }
    return render(request, "consultations/questionnaire/send.html", context, status=context.get("status", 200))


@answering
def discard(
    request: HttpRequest,
    consultation: Consultation,
    questionnaire: Questionnaire,
    response: Response | None,
    *,
    at: datetime,
) -> HttpResponse:
    """Throw away what was written and not sent."""
    if request.method != "POST":
        return redirect("consultations:answer", consultation.slug)
    actions.discard_draft(person=request.user, consultation=consultation)  # type: ignore[arg-type]
    messages.success(request, _("Ce que vous aviez écrit sans l’envoyer est effacé."))
    return redirect("consultations:detail", consultation.slug)
