"""The form in which a statement is proposed, and those in which the team decides on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.models import LANGUAGE_CHOICES
from actors.queries import Speaking
from kernel.languages.choices import current_language
from kernel.requests.forms import RequestKeyMixin
from kernel.text.validators import validate_line

from .voting import voice_choices

LONGEST = 280  # characters, as Statement.text


class ProposalForm(RequestKeyMixin):
    """One sentence, its language and, the first time, in whose name. `close`: what resembles it and was shown."""

    text = forms.CharField(
        label=_("Votre phrase"),
        help_text=_("Une seule idée, en 280 signes au plus, à laquelle chacun peut répondre d’accord ou pas d’accord."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "textarea"}),
        error_messages={
            "required": _("Écrivez votre phrase."),
            "max_length": _("Votre phrase compte %(show_value)d signes : ramenez-la à %(limit_value)d."),
        },
    )
    language = forms.ChoiceField(
        label=_("Langue de la phrase"),
        choices=LANGUAGE_CHOICES,
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"invalid_choice": _("Choisissez la langue de votre phrase.")},
    )
    voice = forms.ChoiceField(
        label=_("Vous répondez"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Vous ne pouvez pas répondre comme membre de cette organisation.")},
    )
    is_new = forms.BooleanField(label=_("Ma phrase dit autre chose"), required=False)

    def __init__(self, *args: Any, voices: list[Speaking] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = current_language()
        if not voices:
            del self.fields["voice"]
            return
        choices = voice_choices(voices)
        self.fields["voice"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["voice"].initial = choices[0][0]

    def clean_text(self) -> str:
        """One line: a sentence, whatever the lines it was typed on."""
        text = " ".join(str(self.cleaned_data["text"]).split())
        validate_line(text)
        return text

    @property
    def organisation_id(self) -> int | None:
        """The chosen organisation, None for the citizen or when the voice was chosen before."""
        chosen = self.cleaned_data.get("voice")
        return int(chosen) if chosen else None


class DecisionForm(forms.Form):
    """What the team decides of a proposed statement."""

    PUBLISH, MERGE, REFUSE = "publish", "merge", "refuse"
    decision = forms.ChoiceField(
        label=_("Décision"),
        choices=[
            (PUBLISH, _("Mettre au vote")),
            (MERGE, _("Réunir à une phrase qui dit la même chose")),
            (REFUSE, _("Ne pas mettre au vote")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une décision.")},
    )
    is_meta = forms.BooleanField(
        label=_("Question sur soi"),
        help_text=_("Parle de la personne, pas du sujet : montrée à part, jamais dans les résultats."),
        required=False,
    )
    into = forms.IntegerField(
        label=_("Numéro de la phrase qui dit la même chose"), required=False, min_value=1, max_value=2**31 - 1
    )
    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("La personne qui a proposé la phrase le lira."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        """What each decision needs."""
        cleaned: dict[str, Any] = super().clean() or {}
        decision = cleaned.get("decision")
        if decision == self.MERGE and not cleaned.get("into") and "into" not in self.errors:
            self.add_error("into", _("Donnez le numéro de la phrase au vote."))
        if decision == self.REFUSE and not str(cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Dites pourquoi : la personne qui a proposé la phrase lira ce motif."))
        return cleaned
