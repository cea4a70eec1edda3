"""A form field for each kind of question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.actions.answers import DECIMALS, most_characters, required_words
from events.asking import QuestionKind
from events.attachments import check_upload
from events.capacity import Room
from events.models import Answer, Question, QuestionChoice
from events.queries.questions import ChoicePlaces
from kernel.languages.models import value_used
from kernel.languages.templatetags.languages import tr

from .question_words import hint_of, label_of

Places = Mapping[int, ChoicePlaces]
EXTENSIONS = {"jpg": ".jpg,.jpeg"}


class FullChoices:
    """A widget whose choices without a place left cannot be picked."""

    full: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, disabled where it is full."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if str(value) in self.full:
            option["attrs"]["disabled"] = True
        return option


class ChoiceRows(FullChoices, forms.RadioSelect):
    """One of several."""


class ChoiceBoxes(FullChoices, forms.CheckboxSelectMultiple):
    """Several of several."""


class AnswerFileField(forms.FileField):
    """A file that is what its name says."""

    def __init__(self, *, types: list[str], megabytes: int, **kwargs: Any) -> None:
        self.types, self.megabytes = types, megabytes
        accept = ",".join(EXTENSIONS.get(code, f".{code}") for code in types)
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raise ValidationError with what to do about the file."""
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            check_upload(upload, types=self.types, megabytes=self.megabytes)
        return upload


def field_of(question: Question, before: Answer | None, places: Places) -> forms.Field:
    """The field that asks a question, with what stands answered as its initial value."""
    common: dict[str, Any] = {
        "label": label_of(question),
        "required": question.required,
        "help_text": hint_of(question),
        "error_messages": {"required": required_words(question)},
    }
    match question.kind:
        case QuestionKind.NUMBER:
            return _number(question, before, common)
        case QuestionKind.DATE:
            widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            common["error_messages"]["invalid"] = _("Écrivez une date, par exemple 2026-12-09.")
            return forms.DateField(widget=widget, initial=before.day if before else None, **common)
        case QuestionKind.CONSENT:
            agreed = before is not None and before.consented and before.statement == value_used(question, "statement")
            return forms.BooleanField(initial=agreed, **common)
        case QuestionKind.FILE:
            common["required"] = question.required and not (before and before.file)
            return AnswerFileField(types=question.file_types, megabytes=question.file_megabytes, **common)
    if question.takes_choices and question.choices.all():
        return _choices(question, before, places, common)
    return _text(question, before, common)


def details_field(question: Question, before: Answer | None) -> forms.CharField | None:
    """The line of one's own words beside choices of access or diet; None where the question itself is that line."""
    if not question.choices.all():
        return None
    return forms.CharField(
        label=format_html('{}<span class="sr"> : {}</span>', _("Précisions"), tr(question, "label")),
        required=False,
        max_length=most_characters(question),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        initial=before.text if before else "",
        error_messages={"max_length": _too_long(question)},
    )


def _too_long(question: Question) -> str:
    return _("%(most)s caractères au plus : dites l’essentiel.") % {"most": most_characters(question)}


def _text(question: Question, before: Answer | None, common: dict[str, Any]) -> forms.Field:
    common["error_messages"]["max_length"] = _too_long(question)
    is_long = question.kind == QuestionKind.LONG
    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"}) if is_long else forms.TextInput(attrs={"dir": "auto"})
    initial = before.text if before else ""
    return forms.CharField(max_length=most_characters(question), widget=widget, initial=initial, **common)


def _number(question: Question, before: Answer | None, common: dict[str, Any]) -> forms.Field:
    initial = before.number.normalize() if before and before.number is not None else None
    field = forms.DecimalField(
        min_value=question.least, max_value=question.most, decimal_places=DECIMALS, max_digits=12, **common
    )
    field.initial = f"{initial:f}" if initial is not None else None
    field.error_messages["invalid"] = _("Écrivez un nombre, avec deux décimales au plus.")
    return field


def _choices(question: Question, before: Answer | None, places: Places, common: dict[str, Any]) -> forms.Field:
    held = before.given.choices if before else frozenset()
    offered = [choice for choice in question.choices.all() if choice.is_offered or choice.pk in held]
    options: list[tuple[str, Any]] = [(str(choice.pk), _choice_words(choice, places)) for choice in offered]
    common["error_messages"]["invalid_choice"] = _("Ce choix n’est plus proposé.")
    full = frozenset(str(pk) for pk, left in places.items() if left.room != Room.FREE and pk not in held)
    initial = [str(pk) for pk in held]
    field: forms.ChoiceField
    if question.kind == QuestionKind.CHOICE:
        blank = [] if question.required else [("", _("Sans réponse"))]
        first = initial[0] if initial else "" if blank else None
        field = forms.ChoiceField(choices=blank + options, widget=ChoiceRows, initial=first, **common)
    else:
        field = forms.MultipleChoiceField(choices=options, widget=ChoiceBoxes, initial=initial, **common)
    field.widget.full = full
    return field


def _choice_words(choice: QuestionChoice, places: Places) -> Any:
    label = tr(choice, "label")
    if choice.pk not in places:
        return label
    left = places[choice.pk].left
    words = ngettext("%(left)s place", "%(left)s places", left) % {"left": left} if left else _("complet")
    return format_html('{} <span class="num muted">{}</span>', label, words)
