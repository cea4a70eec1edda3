"""The questions of a meeting in a form: one field each, conditions decided here as they are in the action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.answering import NOTHING, UNTOUCHED, Given, asked
from events.asking import KINDS_WITH_DETAILS, QuestionKind
from events.models import Answer, Meeting, Question, Registration
from events.queries.answers import answers_visible_to
from events.queries.questions import current_answers, places_of, questions_of

from .answer_fields import details_field, field_of

DETAILS = "_details"
REMOVAL = "_remove"
SUFFIXES = ("", DETAILS, REMOVAL)


@dataclass(frozen=True)
class AskedQuestion:
    """A question in the form, with the fields beside it and, for the script, when it is asked.

    `sent` is the answer whose file stands; `resend` says that a file was chosen and is lost with the refused form.
    """

    question: Question
    field: BoundField
    more: tuple[BoundField, ...]
    attrs: SafeString
    sent: Answer | None
    resend: bool


class AnswersMixin(forms.Form):
    """A form that also asks a meeting's questions. Call `add_questions` in __init__, after the form's own fields.

    `answers` of a valid form is what the actions take; the form's view gives it request.FILES. Who answers and how
    they attend follow from the form's own `voice` and `mode`, else from the registration (`answering_as`).
    """

    def add_questions(self, meeting: Meeting, registration: Registration | None = None, viewer: Any = None) -> None:
        """Add the meeting's questions, with what stands answered in a registration.

        `viewer` (the team on someone's behalf) is neither shown nor asked what they may not read: that is left as it
        stands. A question about access needs takes the place of the form's free line of needs.
        """
        self.registration = registration
        self.all_questions = questions_of(meeting)
        self.standing = current_answers(registration) if registration else {}
        hidden = self._hidden_from(viewer)
        self.asked_here = [q for q in self.all_questions if q.pk not in hidden and self._concerns(q)]
        self._untouched = hidden
        places = places_of(self.all_questions, but=registration)
        for question in self.asked_here:
            before = self.standing.get(question.pk)
            self.fields[question.field] = field_of(question, before, places)
            details = details_field(question, before) if question.kind in KINDS_WITH_DETAILS else None
            if details is not None:
                self.fields[question.field + DETAILS] = details
            if before is not None and before.file and not question.required:
                removal = forms.BooleanField(label=_("Retirer ce fichier"), required=False)
                self.fields[question.field + REMOVAL] = removal
        if any(question.kind == QuestionKind.ACCESS for question in self.asked_here):
            self._drop_needs()

    def _hidden_from(self, viewer: Any) -> set[int]:
        """The questions whose standing answer the viewer may not read."""
        if viewer is None or self.registration is None:
            return set()
        readable = {answer.question_id for answer in answers_visible_to(viewer, self.registration)}
        return {pk for pk, answer in self.standing.items() if pk not in readable and not answer.is_blank}

    def _concerns(self, question: Question) -> bool:
        """Whether the question can be for this person at all, as far as the form no longer asks how they attend."""
        mode, constituency = self.answering_as({})
        if question.shown_for_mode not in ("", mode) and "mode" not in self.fields:
            return False
        if "voice" in self.fields:
            return not question.shown_for_constituency or bool(self._fitting_voices(question))
        return question.shown_for_constituency in ("", constituency)

    def _fitting_voices(self, question: Question) -> list[str]:
        voices: Mapping[str, Any] = getattr(self, "voices", {})
        return [value for value, voice in voices.items() if voice.constituency == question.shown_for_constituency]

    def _drop_needs(self) -> None:
        """One question about access is enough: what was written on the free line stays as it is."""
        if self.fields.pop("needs", None) is not None:
            kept = self.registration.needs if self.registration else ""
            self.settled: dict[str, Any] = {**getattr(self, "settled", {}), "needs": kept}

    def answering_as(self, cleaned: Mapping[str, Any]) -> tuple[str, str]:
        """How the person attends and for which constituency, from what the form says, else from the registration."""
        given = {**getattr(self, "settled", {}), **cleaned}
        registration = self.registration
        mode = given.get("mode") or (registration.mode if registration else "")
        voice = getattr(self, "voices", {}).get(given.get("voice"))
        if voice is not None:
            return mode, voice.constituency
        return mode, registration.constituency if registration else ""

    def clean(self) -> dict[str, Any]:
        """Forget what was typed under questions that are not asked, and the errors beside them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._given = {question.pk: self._read(question, cleaned) for question in self.all_questions}
        standing = {pk: self.standing[pk].given for pk in self._untouched}
        mode, constituency = self.answering_as(cleaned)
        led_to = asked(self.all_questions, {**self._given, **standing}, mode=mode, constituency=constituency)
        for question in self.all_questions:
            if question.pk not in led_to:
                self._given[question.pk] = NOTHING
                for suffix in SUFFIXES:
                    self.errors.pop(question.field + suffix, None)
            elif question.kind in KINDS_WITH_DETAILS and not self._given[question.pk].is_blank:
                self._forgive(question)
        return cleaned

    def _forgive(self, question: Question) -> None:
        """One's own words are an answer too: no choice need be ticked beside them."""
        if self.has_error(question.field, "required"):
            self.errors.pop(question.field)

    def _read(self, question: Question, cleaned: Mapping[str, Any]) -> Given:  # noqa: PLR0911  (one line a kind)
        if question.pk in self._untouched:
            return UNTOUCHED
        value = cleaned.get(question.field)
        match question.kind:
            case QuestionKind.NUMBER:
                return Given(number=value)
            case QuestionKind.DATE:
                return Given(day=value)
            case QuestionKind.CONSENT:
                return Given(consented=bool(value))
            case QuestionKind.FILE:
                keeps = question.field + REMOVAL in self.fields or question.required
                removed = cleaned.get(question.field + REMOVAL, False)
                return Given(
                    upload=value or None, keeps_file=keeps and not value and not removed and self._has_file(question)
                )
            case QuestionKind.CHOICE:
                return Given(choices=frozenset([int(value)] if value else []))
        if isinstance(value, str):
            return Given(text=value)
        details = (cleaned.get(question.field + DETAILS) or "").strip()
        return Given(choices=frozenset(int(pk) for pk in value or []), text=details)

    def _has_file(self, question: Question) -> bool:
        before = self.standing.get(question.pk)
        return before is not None and bool(before.file)

    @property
    def answers(self) -> dict[int, Given]:
        """The answers of a valid form by the question's id, as actions.register and edit_registration take them."""
        return dict(self._given)

    def refuse(self, field: str, message: str) -> None:
        """Put an action's refusal (QuestionRefused) beside the question that it is about."""
        self.add_error(field if field in self.fields else None, message)

    @property
    def questions(self) -> list[AskedQuestion]:
        """The questions as templates/events/_questions.html shows them."""
        return [self._as_shown(question) for question in self.asked_here]

    def _as_shown(self, question: Question) -> AskedQuestion:
        names = [question.field + suffix for suffix in (DETAILS, REMOVAL) if question.field + suffix in self.fields]
        return AskedQuestion(
            question=question,
            field=self[question.field],
            more=tuple(self[name] for name in names),
            attrs=self._condition(question),
            sent=self.standing[question.pk] if self._has_file(question) else None,
            resend=question.field in self.files,
        )

    def _condition(self, question: Question) -> SafeString:
        """For the script: the field that decides whether the question is asked, and with which value."""
        parts = {
            "field": f"question_{question.shown_if_id}" if question.shown_if_id else "",
            "value": str(question.shown_if_choice_id or ""),
            "mode": question.shown_for_mode if "mode" in self.fields else "",
            "voice": " ".join(self._fitting_voices(question)) if "voice" in self.fields else "",
        }
        given = [(name, value) for name, value in parts.items() if value]
        return format_html_join("", ' data-if-{}="{}"', given)
