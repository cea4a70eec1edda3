"""The questionnaire, one section a page: read, and kept as it is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kernel.requests.limits import rate_limit

from .. import actions, queries
from ..actions.answer_files import delete_bytes, stored
from ..errors import StaleAnswers
from ..forms.questionnaire import (
    SectionForm,
    page_problems,
    revision,
    section_form,
    uploads,
    values_typed,
)
from ..models import Consultation, Response
from ..questionnaire.asking import Page, Questionnaire, Value
from ..questionnaire.paths import pages_asked
from ..questionnaire.wording import in_words
from .answering_access import CONFLICT, UNPROCESSABLE, answering, told, wants_json


@answering
def questionnaire(
    request: HttpRequest,
    consultation: Consultation,
    questionnaire: Questionnaire,
    response: Response | None,
    *,
    at: datetime,
) -> HttpResponse:
    """Where the person left off: the first page not written yet, else the reading over; once sent, what was sent."""
    if response and response.submitted_at and response.draft is None:
        return _sent(request, consultation, questionnaire, response)
    answers = queries.written(response)
    touched = set((response.draft or {}).get("revs", {})) if response else set()
    for number, _questions in pages_asked(questionnaire, answers):
        if str(questionnaire.pages[number - 1].pk) not in touched and not (response and response.submitted_at):
            return redirect("consultations:answer-page", consultation.slug, number)
    return redirect("consultations:answer-send", consultation.slug)


def _sent(
    request: HttpRequest, consultation: Consultation, questionnaire: Questionnaire, response: Response
) -> HttpResponse:
    pages = told(questionnaire, queries.sent_answers(response), {})
    context = {"consultation": consultation, "response": response, "pages": pages, "first": pages[0]["number"]}
    return render(request, "consultations/questionnaire/sent.html", context)


@answering
@rate_limit("questionnaire", rate="240/m")
def page(
    request: HttpRequest,
    consultation: Consultation,
    questionnaire: Questionnaire,
    response: Response | None,
    number: int,
    *,
    at: datetime,
) -> HttpResponse:
    """One section. What is written is kept at each step, right or wrong; going on asks that it be right."""
    answers = queries.written(response)
    numbers = [each for each, _questions in pages_asked(questionnaire, answers)]
    if number not in numbers:
        return _elsewhere(consultation, questionnaire, numbers, number)
    section = questionnaire.pages[number - 1]
    form = section_form(questionnaire, section, answers)
    step = Step(request, consultation, questionnaire, section, number, at)
    if request.method != "POST":
        return step.show(form, rev=response.rev if response else 0)
    return step.take(form, answers)


def _elsewhere(
    consultation: Consultation, questionnaire: Questionnaire, numbers: list[int], number: int
) -> HttpResponseRedirect:
    """A page where nothing is asked of this person leads to the next one; one that does not exist, nowhere."""
    if not 1 <= number <= len(questionnaire.pages):
        raise Http404
    following = [each for each in numbers if each > number]
    if following:
        return redirect("consultations:answer-page", consultation.slug, following[0])
    return redirect("consultations:answer-send", consultation.slug)


class Step:
    """One request about one page of the questionnaire."""

    def __init__(  # noqa: PLR0917 (what a request is about)
        self,
        request: HttpRequest,
        consultation: Consultation,
        questionnaire: Questionnaire,
        section: Page,
        number: int,
        at: datetime,
    ) -> None:
        self.request, self.consultation, self.questionnaire = request, consultation, questionnaire
        self.section, self.number, self.at = section, number, at

    def take(self, form: SectionForm, answers: dict[int, Value]) -> HttpResponse:
        """Keep what was written, then go where the person asked."""
        values = values_typed(self.request, form, answers)
        with stored(uploads(self.request, form)) as files:
            values.update(files.values)
            try:
                response = actions.save_section(
                    person=self.request.user,  # type: ignore[arg-type]  # login_required
                    consultation=self.consultation,
                    section=self.section.pk,
                    values=values,
                    rev=revision(self.request),
                    at=self.at,
                )
            except StaleAnswers as stale:
                delete_bytes(value["path"] for value in files.values.values())
                return self.show_both(stale, values)
        if wants_json(self.request):
            return JsonResponse({"rev": response.rev, "files": sorted(files.values)})
        return self._go(response, files.refused)

    def _go(self, response: Response, refused: dict[int, str]) -> HttpResponse:
        act = self.request.POST.get("act", "next")
        answers = queries.written(response)
        if act == "back" and not refused:
            return self._to([each for each in self._numbers(answers) if each < self.number][-1:] or [1])
        problems = page_problems(self.questionnaire, self.section, answers) | refused
        if act == "save" and not refused:
            messages.success(
                self.request, _("C’est gardé. Vous pouvez reprendre plus tard, ici ou sur un autre appareil.")
            )
            return redirect("consultations:detail", self.consultation.slug)
        if problems:
            form = section_form(self.questionnaire, self.section, answers, problems)
            return self.show(form, rev=response.rev, status=UNPROCESSABLE)
        return self._to([each for each in self._numbers(answers) if each > self.number][:1])

    def _numbers(self, answers: dict[int, Value]) -> list[int]:
        return [number for number, _questions in pages_asked(self.questionnaire, answers)]

    def _to(self, numbers: list[int]) -> HttpResponseRedirect:
        if numbers:
            return redirect("consultations:answer-page", self.consultation.slug, numbers[0])
        return redirect("consultations:answer-send", self.consultation.slug)

    def show_both(self, stale: StaleAnswers, values: dict[int, Value]) -> HttpResponse:
        """What is kept and what was just written, side by side: nothing is overwritten unseen."""
        kept = queries.written(stale.response)
        questions = {question.pk: question for question in self.section.questions}
        theirs = [
            {"label": str(questions[pk]), "words": in_words(questions[pk], kept.get(pk))}
            for pk, value in values.items()
            if kept.get(pk) != value
        ]
        rev = stale.response.rev
        if wants_json(self.request):
            return JsonResponse({"message": str(stale), "rev": rev, "theirs": theirs}, status=CONFLICT)
        form = section_form(self.questionnaire, self.section, kept | values)
        return self.show(form, rev=rev, status=CONFLICT, stale=str(stale), theirs=theirs)

    def show(self, form: SectionForm, *, rev: int, status: int = 200, **more: Any) -> HttpResponse:
        """The page, with where it stands among those asked."""
        response = queries.response_of(self.consultation, self.request.user)  # type: ignore[arg-type]
        numbers = self._numbers(queries.written(response))
        context = {
            "consultation": self.consultation,
            "section": self.section.record,
            "form": form,
            "rev": rev,
            "number": self.number,
            "position": numbers.index(self.number) + 1 if self.number in numbers else self.number,
            "total": len(numbers),
            "previous": next((each for each in reversed(numbers) if each < self.number), None),
            "saved_at": response.saved_at if response and response.draft else None,
            "was_sent": bool(response and response.submitted_at),
            **more,
        }
        return render(self.request, "consultations/questionnaire/page.html", context, status=status)
