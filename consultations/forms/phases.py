"""The team's form of a phase, and the one that starts a consultation from a blueprint."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from actors.choices import Constituency, Shore
from kernel.text.validators import validate_line
from kernel.wall_time_forms import WallTimeField, fold_field
from kernel.wall_times import ZONES, LocalTimeError, as_typed, instant, readings

from ..blueprints import Blueprint
from ..phases import takes_part


class PhaseForm(WagtailAdminModelForm):
    """One phase among a consultation's: its hours are typed and shown on the clocks of the consultation's zone.

    `zone_kept` is the zone that the consultation has; `zone_now` tells the one that the form around it names, or ""
    while that one is wrong.
    """

    window_fields = ("opens_at", "closes_at")

    opens_at = WallTimeField(label=_("Début"), widget=AdminDateTimeInput)
    opens_at_fold = fold_field()
    closes_at = WallTimeField(
        label=_("Fin"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Vide : sans fin, pour une phase où personne ne participe."),
    )
    closes_at_fold = fold_field()
    constituencies = forms.MultipleChoiceField(
        label=_("Collèges admis"),
        choices=Constituency.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucun coché : tous."),
    )
    shores = forms.MultipleChoiceField(
        label=_("Rives admises"),
        choices=Shore.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucune cochée : toutes. Un organisme de tout le bassin n’a pas de rive."),
    )

    def __init__(self, *args: Any, zone_kept: str, zone_now: Callable[[], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone_kept = zone_kept
        self.zone_now = zone_now
        self.repeated: set[str] = set()
        if self.instance.pk:
            for name in self.window_fields:
                self._show(name, getattr(self.instance, name))

    def _show(self, name: str, moment: datetime | None) -> None:
        if moment is None:
            return
        self.initial[name] = timezone.make_naive(moment, zoneinfo.ZoneInfo(self.zone_kept))
        _wall, self.initial[f"{name}_fold"] = as_typed(moment, self.zone_kept)

    def asks(self, name: str) -> bool:
        """Whether the form must ask which of two hours is meant."""
        edge = name.removesuffix("_fold")
        return edge in self.repeated or (not self.is_bound and self.initial.get(name) is not None)

    def has_changed(self) -> bool:
        """The same hours on the clocks of another zone are other instants."""
        return bool(super().has_changed() or (self.instance.pk and self.zone_now() not in {"", self.zone_kept}))

    def clean(self) -> dict[str, Any]:
        """Read the hours on the zone's clocks; refuse those they never show, or show twice."""
        cleaned: dict[str, Any] = super().clean()
        for name in self.window_fields:
            fold, wall = cleaned.pop(f"{name}_fold", None), cleaned.get(name)
            if wall:
                self._read(name, wall, fold)
        opens_at, closes_at = (cleaned.get(name) for name in self.window_fields)
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("La fin doit suivre le début."))
        kind = cleaned.get("kind")
        if kind and takes_part(kind) and not closes_at and "closes_at" not in self.errors:
            self.add_error("closes_at", _("Dites quand se termine cette phase : on y participe."))
        return cleaned

    def _read(self, name: str, wall: datetime, fold: int | None) -> None:
        zone = self.zone_now()
        del self.cleaned_data[name]
        if not zone:
            return  # the form around it says what is wrong
        if len(readings(wall, zone)) > 1:
            self.repeated.add(name)
        try:
            self.cleaned_data[name] = instant(wall.date(), wall.time(), zone, fold)
        except LocalTimeError as error:
            self.add_error(name, error)


class StartForm(forms.Form):
    """A blueprint, a first day, the zone and a name: what a consultation starts from."""

    blueprint = forms.ChoiceField(label=_("Modèle"), choices=Blueprint.choices, widget=forms.RadioSelect)
    title_fr = forms.CharField(label=_("Titre en français"), max_length=200, required=False)
    title_en = forms.CharField(
        label=_("Titre en anglais"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"lang": "en", "dir": "ltr"}),
    )
    title_ar = forms.CharField(
        label=_("Titre en arabe"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"lang": "ar", "dir": "rtl"}),
    )
    starts_on = forms.DateField(label=_("Premier jour"), widget=AdminDateInput)
    zone = forms.ChoiceField(label=_("Fuseau horaire"), choices=[(zone, zone) for zone in ZONES])

    def clean(self) -> dict[str, Any]:
        """A title in one language at least."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("title_fr", "title_en", "title_ar"):
            try:
                validate_line(cleaned.get(name, ""))
            except forms.ValidationError as error:
                self.add_error(name, error)
        if not any(self.titles.values()):
            self.add_error("title_fr", _("Donnez un titre dans une langue au moins."))
        return cleaned

    @property
    def titles(self) -> dict[str, str]:
        """The title by language."""
        return {name: self.cleaned_data.get(f"title_{name}", "") for name in ("fr", "en", "ar")}
