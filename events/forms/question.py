"""What the team fills in to build a question, to take over those of another meeting, and to name who helps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from actors.models import Person
from events.asking import HelperRole
from events.attachments import TYPE_CHOICES
from events.models import Meeting, Question, QuestionChoice


class QuestionForm(WagtailAdminModelForm):
    """One question. Its condition is chosen among the other questions of the same meeting."""

    file_types = forms.MultipleChoiceField(
        label=_("Types de fichiers acceptés"),
        choices=TYPE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un type de fichier parmi ceux proposés.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Question.objects.filter(meeting=self.instance.meeting_id).exclude(pk=self.instance.pk)
        self.fields["shown_if"].queryset = others.order_by("sort_order", "pk")
        choices = QuestionChoice.objects.filter(question__in=others).select_related("question")
        picker: Any = self.fields["shown_if_choice"]
        picker.queryset = choices.order_by("question__sort_order", "question_id", "sort_order", "pk")
        picker.label_from_instance = lambda choice: f"{choice.question} → {choice}"

    def clean(self) -> dict[str, Any]:
        """A choice says by itself to which question it belongs."""
        cleaned: dict[str, Any] = super().clean()
        choice = cleaned.get("shown_if_choice")
        if choice is not None and not cleaned.get("shown_if"):
            cleaned["shown_if"] = choice.question
        return cleaned


class CopyQuestionsForm(forms.Form):
    """From which meeting."""

    source: forms.ModelChoiceField[Meeting] = forms.ModelChoiceField(
        label=_("Reprendre les questions de"),
        queryset=Meeting.objects.none(),
        error_messages={"required": _("Choisissez une rencontre.")},
    )

    def __init__(self, *args: Any, target: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking = Meeting.objects.filter(questions__is_asked=True).exclude(pk=target.pk).distinct()
        self.fields["source"].queryset = asking.order_by("-starts_at", "-pk")  # type: ignore[attr-defined]  # a choice


class HelperForm(forms.Form):
    """Who lends a hand, by the address of their account, and for what."""

    email = forms.EmailField(
        label=_("Adresse électronique de son compte"),
        error_messages={"required": _("Écrivez l’adresse de son compte.")},
    )
    role = forms.ChoiceField(label=_("Rôle"), choices=HelperRole.choices)

    def clean_email(self) -> str:
        """Only someone who has an account can be let in."""
        email: str = self.cleaned_data["email"]
        self.person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Aucun compte n’a cette adresse : demandez à la personne de créer le sien, puis ajoutez-la.")
            )
        return email
