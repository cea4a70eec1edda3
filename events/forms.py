"""What a person fills in to register, and what the team fills in about a meeting."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from actors.choices import Constituency
from actors.queries import Speaking
from kernel.languages.choices import OWN_NAMES
from kernel.requests.forms import RequestKeyMixin

from .models import Meeting
from .models.registration import LISTENING_CHOICES
from .times import LocalTimeError, instant

ON_MY_OWN = "me"


class RegistrationForm(RequestKeyMixin, forms.Form):
    """In whose name, how, in which language, with what needs. A question with one answer is not asked."""

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


class ReasonForm(forms.Form):
    """Why the team calls a meeting off."""

    reason = forms.CharField(
        label=_("Motif"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Envoyé tel quel aux personnes inscrites, et montré sur la page de la rencontre."),
        error_messages={"required": _("Dites pourquoi : la raison est envoyée aux personnes inscrites.")},
    )


class WallTimeField(forms.DateTimeField):
    """A date and hour without a zone: the form's own zone field says which clocks they are read on."""

    def to_python(self, value: Any) -> datetime | None:
        """The wall time as typed. Read as UTC, whose clocks skip and repeat nothing, then stripped of it."""
        with timezone.override(UTC):
            moment = super().to_python(value)
        return timezone.make_naive(moment, UTC) if moment and timezone.is_aware(moment) else moment


class MeetingForm(WagtailAdminModelForm):
    """The team's form: every date and hour is typed and shown in the meeting's own zone."""

    window_fields = ("registration_opens_at", "registration_closes_at")

    registration_opens_at = WallTimeField(
        label=_("Ouverture des inscriptions"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Vide : dès la publication."),
    )
    registration_closes_at = WallTimeField(
        label=_("Clôture des inscriptions"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Vide : au début de la rencontre."),
    )
    languages_spoken = forms.MultipleChoiceField(
        label=_("Langues parlées"), choices=LISTENING_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages_interpreted = forms.MultipleChoiceField(
        label=_("Interprétation vers"), choices=LISTENING_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages_captioned = forms.MultipleChoiceField(
        label=_("Sous-titrage en direct"),
        choices=LISTENING_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    open_to = forms.MultipleChoiceField(
        label=_("Ouverte à"),
        choices=Constituency.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un collège.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.window_fields:
                self.initial[name] = self._shown(getattr(self.instance, name))

    def _shown(self, moment: datetime | None) -> datetime | None:
        return timezone.make_naive(moment, self.instance.tz) if moment else None

    def clean(self) -> dict[str, Any]:
        """Read the window on the meeting's clocks; refuse hours that they never show, or show twice."""
        cleaned: dict[str, Any] = super().clean()
        for name in self.window_fields:
            wall = cleaned.get(name)
            if not wall:
                continue
            del cleaned[name]
            if "zone" not in cleaned:
                continue
            try:
                cleaned[name] = instant(wall.date(), wall.time(), cleaned["zone"])
            except LocalTimeError as error:
                self.add_error(name, error)
        return cleaned
