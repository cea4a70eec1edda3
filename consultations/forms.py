"""The voting form and the team's form."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from actors.queries import Speaking

from .choices import Answer


def voice_choices(voices: list[Speaking]) -> list[tuple[str, str]]:
    """The voices a person may answer under, as form choices: organisation ids, then "" for the citizen."""
    return [
        (str(v.organisation.pk), str(v.organisation)) if v.organisation else ("", str(_("En mon nom, comme citoyen")))
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
        error_messages={"invalid_choice": _("Vous ne pouvez pas répondre au nom de cette organisation.")},
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


class ConsultationForm(WagtailAdminModelForm):
    """The team's form: the window is typed and shown in the consultation's own zone."""

    window_fields = ("opens_at", "closes_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        for name in self.window_fields:
            self.initial[name] = timezone.make_naive(getattr(self.instance, name), self.instance.tzinfo)

    def clean_zone(self) -> str:
        """A zone of the IANA database."""
        zone = str(self.cleaned_data["zone"])
        if zone not in zoneinfo.available_timezones():
            raise ValidationError(_("Ce fuseau horaire n’existe pas. Exemple : Africa/Tunis."))
        return zone

    def clean(self) -> dict[str, Any]:
        """Read the typed wall times in the consultation's zone, and refuse those that do not exist there."""
        cleaned: dict[str, Any] = super().clean()
        zone = cleaned.get("zone")
        for name in self.window_fields:
            if zone and cleaned.get(name):
                cleaned[name] = self._in_zone(name, cleaned[name], zoneinfo.ZoneInfo(zone))
        return cleaned

    def _in_zone(self, name: str, value: Any, zone: zoneinfo.ZoneInfo) -> Any:
        wall = timezone.make_naive(value)
        instant = timezone.make_aware(wall, zone)
        if timezone.make_naive(instant.astimezone(zoneinfo.ZoneInfo("UTC")), zone) != wall:
            self.add_error(name, _("Cette heure n’existe pas dans ce fuseau : les horloges la sautent ce jour-là."))
        return instant
