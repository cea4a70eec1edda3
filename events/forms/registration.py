"""What a person fills in to register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.queries import Speaking
from events.models import Meeting
from kernel.languages.choices import OWN_NAMES
from kernel.requests.forms import RequestKeyMixin

from .answers import AnswersMixin

ON_MY_OWN = "me"


class RegistrationForm(AnswersMixin, RequestKeyMixin, forms.Form):
    """In whose name, how, in which language, with what needs, then the meeting's own questions.

    What has one possible answer is not asked.
    """

    voice = forms.ChoiceField(
        label=_("Vous représentez"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez au nom de qui vous participez."),
            "invalid_choice": _("Vous ne pouvez pas vous inscrire au nom de cette organisation."),
        },
    )
    mode = forms.ChoiceField(
        label=_("Vous participez"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez comment vous participez."),
            "invalid_choice": _("Cette façon de participer n’est pas proposée."),
        },
    )
    listening_language = forms.ChoiceField(
        label=_("Langue d’écoute"),
        error_messages={
            "required": _("Choisissez la langue dans laquelle vous écoutez."),
            "invalid_choice": _("Cette langue d’écoute n’est pas proposée."),
        },
    )
    needs = forms.CharField(
        label=_("Besoin d’accessibilité"),
        max_length=500,
        required=False,
        help_text=_("Lu par les seules personnes qui préparent la salle."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"max_length": _("Cinq cents caractères au plus : dites l’essentiel, nous vous écrirons.")},
    )

    def __init__(self, *args: Any, meeting: Meeting, voices: list[Speaking], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voices = {_voice_value(voice): voice for voice in voices}
        self._offer("voice", [(value, _voice_label(voice)) for value, voice in self.voices.items()])
        self._offer("mode", [(mode.value, mode.label) for mode in meeting.modes])
        languages = meeting.listening_languages
        self._offer("listening_language", [(code, OWN_NAMES[code]) for code in languages])
        if language in languages:
            self.fields["listening_language"].initial = language
        for name in ("mode", "listening_language"):
            self._settle(name)
        self.add_questions(meeting)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        field.initial = choices[0][0] if choices else ""

    def _settle(self, name: str) -> None:
        """A single possibility is taken without a question."""
        field = self.fields[name]
        if len(field.choices) > 1:  # type: ignore[attr-defined]  # a ChoiceField
            return
        self.settled = {**getattr(self, "settled", {}), name: field.initial}
        del self.fields[name]

    @property
    def chosen_voice(self) -> Speaking:
        """The voice of a valid form."""
        return self.voices[self.cleaned_data["voice"]]

    @property
    def wishes(self) -> dict[str, str]:
        """Mode, listening language and needs of a valid form, as actions.register takes them."""
        given = {**getattr(self, "settled", {}), **self.cleaned_data}
        return {name: given[name] for name in ("mode", "listening_language", "needs")}


def _voice_value(voice: Speaking) -> str:
    return str(voice.organisation.pk) if voice.organisation else ON_MY_OWN


def _voice_label(voice: Speaking) -> Any:
    return str(voice.organisation) if voice.organisation else _("Moi-même, comme citoyen ou citoyenne")
