"""A section of the questionnaire as a form: what was written, shown again as it was typed, with what to mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from actors.queries import Speaking
from kernel.requests.numbers import whole_number
from kernel.ui import formats

from ..choices import QuestionKind
from ..questionnaire import NOTHING, Asked, Page, asked_among, problems_of, read
from ..questionnaire.asking import Answers, Questionnaire, Value
from ..questionnaire.paths import codes_of
from .voting import voice_choices


@dataclass
class Row:
    """A question with what is written and what is wrong.

    `depends_on` is set when it stands on the same page; the first map of a page draws the coast for all.
    """

    question: Asked
    value: Value
    error: str = ""
    depends_on: Asked | None = None
    is_asked: bool = True
    draws_coast: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """Codes of what is chosen."""
        return codes_of(self.question, self.value)

    @property
    def condition(self) -> str:
        """The answers under which it is asked, in words."""
        if self.depends_on is None:
            return ""
        labels = {choice.code: str(choice) for choice in self.depends_on.choices}
        labels = labels or {str(step): str(step) for step in self.depends_on.scale}
        return formats.join([label for code, label in labels.items() if code in self.question.depends_values], "or")

    @property
    def codes_wanted(self) -> str:
        """The codes under which it is asked, for the script that folds it."""
        return " ".join(sorted(self.question.depends_values))

    @property
    def anchor(self) -> str:
        """Where a link from the summary of errors leads."""
        return f"ask-{self.question.pk}"


@dataclass
class SectionForm:
    """The questions of a page that may be asked there, given the answers of the pages before."""

    page: Page
    rows: list[Row]
    refused: dict[int, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[Row]:
        """What is to mend."""
        return [row for row in self.rows if row.error]


def section_form(
    questionnaire: Questionnaire, page: Page, answers: Answers, problems: Mapping[int, str] | None = None
) -> SectionForm:
    """The form of a page. A question that depends on another page is there only if it is asked; one that depends on
    this page is always there, said to be conditional, and folded by script."""
    asked = asked_among(questionnaire, answers)
    here = {question.pk: question for question in page.questions}
    rows = []
    for question in page.questions:
        depends_here = here.get(question.depends_on or 0)
        if question.pk not in asked and depends_here is None:
            continue
        error = (problems or {}).get(question.pk, "")
        rows.append(Row(question, answers.get(question.pk), error, depends_here, question.pk in asked))
    for row in [row for row in rows if row.question.kind == QuestionKind.PLACE][:1]:
        row.draws_coast = True
    return SectionForm(page, rows)


def values_typed(request: HttpRequest, form: SectionForm, answers: Answers) -> dict[int, Value]:
    """What the page says of each of its questions. A file stays as it is unless it is taken off."""
    typed = request.POST.getlist
    values: dict[int, Value] = {}
    for row in form.rows:
        question = row.question
        if question.kind == QuestionKind.FILE:
            dropped = f"{question.name}-drop" in request.POST
            values[question.pk] = None if dropped else answers.get(question.pk)
        else:
            values[question.pk] = read(question, typed)
    return values


def uploads(request: HttpRequest, form: SectionForm) -> dict[int, UploadedFile[Any]]:
    """The files given: question id -> upload."""
    questions = [row.question for row in form.rows if row.question.kind == QuestionKind.FILE]
    found = {question.pk: request.FILES.get(question.name) for question in questions}
    return {pk: upload for pk, upload in found.items() if isinstance(upload, UploadedFile)}


def page_problems(questionnaire: Questionnaire, page: Page, answers: Answers) -> dict[int, str]:
    """What is to mend on a page, of what is asked."""
    asked = asked_among(questionnaire, answers)
    return problems_of([question for question in page.questions if question.pk in asked], answers)[1]


def revision(request: HttpRequest) -> int:
    """The revision that the page was filled from; none known: the first."""
    return whole_number(request.POST.get("rev", "")) or 0


def is_blank(value: Value) -> bool:
    """Whether nothing is written."""
    return value in NOTHING


def chosen_voice(request: HttpRequest, voices: Sequence[Speaking]) -> tuple[int | None, bool]:
    """(organisation id, whether it is one of the voices offered); None is the citizen."""
    given = request.POST.get("voice", "")
    known = {choice for choice, _label in voice_choices(list(voices))}
    return (int(given) if given else None, True) if given in known else (None, False)


def voice_options(voices: Sequence[Speaking], chosen: Any = None) -> list[dict[str, Any]]:
    """The voices as radio buttons."""
    choices = voice_choices(list(voices))
    first = choices[0][0] if choices else ""
    return [
        {"value": v, "label": label, "chosen": v == (chosen if chosen is not None else first)} for v, label in choices
    ]
