"""The voting form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.queries import Speaking
from kernel.text.direction import isolated

from ..choices import Answer


def voice_choices(voices: list[Speaking]) -> list[tuple[str, str]]:
    """The voices a person may answer under, as form choices: organisation ids, then "" for the citizen.

    A person answers as a member of an organisation; a position signed under its mandate alone binds it.
    """
    return [
        (
            str(v.organisation.pk),
            _("Comme membre de %(organisation)s") % {"organisation": isolated(str(v.organisation))},
        )
        if v.organisation
        else ("", str(_("En mon nom, comme citoyenne ou citoyen")))
        for v in voices
    ]


class VoteForm(forms.Form):
    """One answer to one statement; the first answer also says in whose name."""

    value = forms.TypedChoiceField(
        label=_("Votre réponse"),
        choices=Answer.choices,
        coerce=int,
        error_messages={
            "required": _("Choisissez une réponse."),
            "invalid_choice": _("Choisissez d’accord, pas d’accord ou je passe."),
        },
    )
    voice = forms.ChoiceField(
        label=_("Vous répondez"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Vous ne pouvez pas répondre comme membre de cette organisation.")},
    )

    def __init__(self, *args: Any, voices: list[Speaking] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not voices:
            del self.fields["voice"]
            return
        choices = voice_choices(voices)
        self.fields["voice"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["voice"].initial = choices[0][0]

    @property
    def organisation_id(self) -> int | None:
        """The chosen organisation, None for the citizen or when the voice was chosen before."""
        chosen = self.cleaned_data.get("voice")
        return int(chosen) if chosen else None
