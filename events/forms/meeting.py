"""What the team fills in about a meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from actors.choices import Constituency
from events.choices import RoomKind
from events.models.registration import LISTENING_CHOICES
from events.providers import available_kinds
from kernel.wall_time_forms import WallTimeField, fold_field
from kernel.wall_times import LocalTimeError, as_typed, instant, is_zone, readings


class ReasonForm(forms.Form):
    """Why the team calls a meeting off."""

    reason = forms.CharField(
        label=_("Motif"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Envoyé tel quel aux personnes inscrites, et montré sur la page de la rencontre."),
        error_messages={"required": _("Dites pourquoi : la raison est envoyée aux personnes inscrites.")},
    )


class MeetingForm(WagtailAdminModelForm):
    """The team's form: every date and hour is typed and shown in the meeting's own zone."""

    window_fields = ("registration_opens_at", "registration_closes_at", "edit_until")

    start_fold = fold_field()
    end_fold = fold_field()
    registration_opens_at_fold = fold_field()
    registration_closes_at_fold = fold_field()
    edit_until_fold = fold_field()
    edit_until = WallTimeField(
        label=_("Réponses modifiables jusqu’au"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Vide : jusqu’au début de la rencontre."),
    )

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
        self.repeated: set[str] = set()
        self._offer_rooms()
        if self.instance.pk:
            for name in self.window_fields:
                self._show(name, getattr(self.instance, name))

    def _offer_rooms(self) -> None:
        """The kinds of room that this installation can make, and the one that the meeting has."""
        if field := self.fields.get("room_kind"):
            kinds = dict.fromkeys([*available_kinds(), self.instance.room_kind])
            field.choices = [choice for choice in RoomKind.choices if choice[0] in kinds]

    def _show(self, name: str, moment: datetime | None) -> None:
        self.initial[name] = self._shown(moment)
        if moment:
            _wall, self.initial[f"{name}_fold"] = as_typed(moment, self.instance.zone)

    def asks(self, name: str) -> bool:
        """Whether the form must ask which of two hours is meant: « start_fold », « registration_opens_at_fold »…"""
        edge = name.removesuffix("_fold")
        if edge in self.window_fields:
            return edge in self.repeated or (not self.is_bound and self.initial.get(name) is not None)
        day, hour = (getattr(self.instance, f"{edge}_{part}") for part in ("date", "time"))
        if not (day and hour and is_zone(self.instance.zone)):
            return False
        return len(readings(datetime.combine(day, hour), self.instance.zone)) > 1

    def _shown(self, moment: datetime | None) -> datetime | None:
        return timezone.make_naive(moment, self.instance.tz) if moment else None

    def clean(self) -> dict[str, Any]:
        """Read the window on the meeting's clocks; refuse hours that they never show, or show twice."""
        cleaned: dict[str, Any] = super().clean()
        for name in self.window_fields:
            wall, fold = cleaned.get(name), cleaned.pop(f"{name}_fold", None)
            if not wall:
                continue
            del cleaned[name]
            if "zone" not in cleaned:
                continue
            if len(readings(wall, cleaned["zone"])) > 1:
                self.repeated.add(name)
            try:
                cleaned[name] = instant(wall.date(), wall.time(), cleaned["zone"], fold)
            except LocalTimeError as error:
                self.add_error(name, error)
        return cleaned
