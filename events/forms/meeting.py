"""What the team fills in about a meeting."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from actors.choices import Constituency
from events.models.registration import LISTENING_CHOICES
from events.times import LocalTimeError, instant


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
