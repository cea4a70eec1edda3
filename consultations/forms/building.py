"""What the team fills in to build a question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from ..choices import QuestionKind
from ..models import Consultation, Option, Question
from ..queries.questionnaire import asked_of
from ..questionnaire.kinds import MOST_LONG
from ..questionnaire.paths import CONDITIONS

OF_KIND: dict[str, tuple[str, ...]] = {
    QuestionKind.SCALE: ("low", "high"),
    QuestionKind.NUMBER: ("minimum", "maximum", "unit"),
    QuestionKind.MULTIPLE: ("least", "most"),
    QuestionKind.RANKING: ("most",),
    QuestionKind.LONG: ("length",),
}
"""The settings that each kind has."""
DEFAULTS = {"low": 1, "high": 5}
MOST_STEPS = 10


class QuestionBuilderForm(WagtailAdminModelForm):
    """One question, its settings and its condition, each as a field; codes may be left empty."""

    low = forms.IntegerField(label=_("échelle : le plus bas"), required=False, min_value=0, max_value=MOST_STEPS)
    high = forms.IntegerField(label=_("échelle : le plus haut"), required=False, min_value=1, max_value=MOST_STEPS)
    minimum = forms.FloatField(label=_("nombre : le plus petit"), required=False)
    maximum = forms.FloatField(label=_("nombre : le plus grand"), required=False)
    unit = forms.CharField(label=_("nombre : l’unité"), required=False, max_length=20)
    least = forms.IntegerField(label=_("choix : au moins"), required=False, min_value=1)
    most = forms.IntegerField(label=_("choix ou rangs : au plus"), required=False, min_value=1)
    length = forms.IntegerField(label=_("texte : signes au plus"), required=False, min_value=50, max_value=MOST_LONG)
    asked_if = forms.MultipleChoiceField(
        label=_("posée seulement si l’on a répondu"),
        required=False,
        help_text=_("Une ou plusieurs réponses d’une même question posée avant. Rien : posée à tous."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        for row in self.formsets["options"].forms if "options" in self.formsets else ():
            row.fields["code"].required = False
            row.fields["code"].empty_value = None  # several may be left empty: they are formed from the words
        for name in {name for names in OF_KIND.values() for name in names}:
            self.initial[name] = self.instance.settings.get(name)
        self.fields["asked_if"].choices = condition_choices(self.instance)
        asked = self.instance.depends_on_id
        self.initial["asked_if"] = [f"{asked}:{code}" for code in self.instance.depends_values] if asked else []

    def clean(self) -> dict[str, Any]:
        """Settings and condition in the shape that the model keeps."""
        cleaned: dict[str, Any] = super().clean()
        conditions = [each.partition(":") for each in cleaned.get("asked_if", [])]
        if len({question for question, _colon, _code in conditions}) > 1:
            self.add_error("asked_if", _("Choisissez des réponses d’une seule question."))
        elif conditions:
            self.instance.depends_on_id = int(conditions[0][0])
            self.instance.depends_values = [code for _question, _colon, code in conditions]
        else:
            self.instance.depends_on, self.instance.depends_values = None, []
        given = {name: cleaned.get(name) for name in OF_KIND.get(cleaned.get("kind", ""), ())}
        kept = {name: value if value not in {None, ""} else DEFAULTS.get(name) for name, value in given.items()}
        self.instance.settings = {name: value for name, value in kept.items() if value is not None}
        return cleaned


def condition_choices(question: Question) -> list[tuple[str, list[tuple[str, str]]]]:
    """The answers on which a question may depend, by question: ("3:bus", "Le bus")."""
    others = Question.objects.filter(
        section__consultation=question.section.consultation_id, kind__in=CONDITIONS
    ).exclude(pk=question.pk)
    found = []
    for other in others.order_by("section__position", "position", "pk"):
        asked = asked_of(other, list(Option.objects.filter(question=other)))
        answers = [(choice.code, str(choice)) for choice in asked.choices] or [(str(s), str(s)) for s in asked.scale]
        found.append((str(other), [(f"{other.pk}:{code}", label) for code, label in answers]))
    return found


class CopyQuestionnaireForm(forms.Form):
    """From which consultation."""

    source: forms.ModelChoiceField[Consultation] = forms.ModelChoiceField(
        label=_("Reprendre le questionnaire de"),
        queryset=Consultation.objects.none(),
        error_messages={"required": _("Choisissez une consultation.")},
    )

    def __init__(self, *args: Any, target: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking = Consultation.objects.filter(sections__questions__isnull=False).exclude(pk=target.pk).distinct()
        self.fields["source"].queryset = asking.order_by("-opens_at", "-pk")  # type: ignore[attr-defined]
