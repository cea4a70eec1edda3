"""A consultation's questionnaire, and what one person wrote in it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q, QuerySet

from ..choices import Act, QuestionKind
from ..models import Consultation, Option, Phase, Question, Response, Section
from ..phases import ACTS
from ..questionnaire import Asked, Choice, Page, Questionnaire
from ..questionnaire.asking import Value

if TYPE_CHECKING:
    from actors.models import Person

DRAFTS_KEPT = timedelta(days=30)  # after the questionnaire closed: time to ask for one's copy, or for it to reopen
RESPONDING = tuple(kind for kind, acts in ACTS.items() if Act.RESPOND in acts)


def questionnaire_of(consultation: Consultation) -> Questionnaire:
    """Its pages, questions and choices, in order. Three queries."""
    sections = list(Section.objects.filter(consultation=consultation))
    questions = Question.objects.filter(section__consultation=consultation).order_by("position", "pk")
    choices: dict[int, list[Option]] = defaultdict(list)
    for option in Option.objects.filter(question__section__consultation=consultation).order_by("position", "pk"):
        choices[option.question_id].append(option)
    asked: dict[int, list[Asked]] = defaultdict(list)
    for question in questions:
        asked[question.section_id].append(asked_of(question, choices[question.pk]))
    return Questionnaire(tuple(Page(section.pk, tuple(asked[section.pk]), section) for section in sections))


def asked_of(question: Question, options: list[Option]) -> Asked:
    """A question as it is asked."""
    return Asked(
        pk=question.pk,
        code=question.code,
        kind=QuestionKind(question.kind),
        is_required=question.is_required,
        choices=tuple(Choice(o.code, o.is_free, o) for o in options if not o.is_row),
        rows=tuple(Choice(o.code, record=o) for o in options if o.is_row),
        settings=question.settings,
        depends_on=question.depends_on_id,
        depends_values=frozenset(map(str, question.depends_values)),
        record=question,
    )


def response_of(consultation: Consultation, person: Person) -> Response | None:
    """What the person wrote, sent or not."""
    return Response.objects.filter(consultation=consultation, person=person).select_related("participant").first()


def sent_answers(response: Response) -> dict[int, Value]:
    """What counts of a response: question id -> value."""
    return dict(response.answers.values_list("question", "value"))


def written(response: Response | None) -> dict[int, Value]:
    """What the person has before them: their draft, else what they sent."""
    if response is None:
        return {}
    if response.draft is None:
        return sent_answers(response)
    return {int(key): value for key, value in response.draft["answers"].items()}


def next_questionnaire(consultation: Consultation, at: datetime) -> Phase | None:
    """The next phase that takes responses, if it has not begun."""
    later = consultation.phases.filter(kind__in=RESPONDING, opens_at__gt=at)
    found: Phase | None = later.order_by("opens_at").first()
    return found


def last_close(consultation: Consultation) -> datetime | None:
    """When the last phase that takes responses closes; None where no phase does."""
    found: datetime | None = consultation.phases.filter(kind__in=RESPONDING).aggregate(last=Max("closes_at"))["last"]
    return found


def drafts_left(*, before: datetime) -> QuerySet[Response]:
    """What is still unsent of questionnaires closed before an instant (a consultation's own close without phases)."""
    last = Max("consultation__phases__closes_at", filter=Q(consultation__phases__kind__in=RESPONDING))
    unsent = Response.objects.filter(draft__isnull=False).annotate(last=last)
    return unsent.filter(Q(last__lt=before) | Q(last=None, consultation__closes_at__lt=before)).order_by("pk")
