"""What the team fills in at the desk of one meeting: acts on several people, a code, a copy on another day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from actors.choices import Constituency, Shore
from events.choices import Mode
from events.models import Meeting
from kernel.wall_time_forms import WallTimeField
from kernel.wall_times import LocalTimeError, instant


class RefusalForm(forms.Form):
    """Why requests are refused: one reason for all those ticked."""

    reason = forms.CharField(
        label=_("Motif"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Envoyé tel quel à chaque personne."),
        error_messages={"required": _("Dites pourquoi : la raison est envoyée à la personne.")},
    )


class CodeForm(forms.Form):
    """An invitation code for one meeting; a random one where none is typed."""

    code = forms.CharField(
        label=_("Code"), max_length=40, required=False, help_text=_("Vide : un code est tiré au sort.")
    )
    label = forms.CharField(label=_("Pour qui"), max_length=150, required=False, help_text=_("Lu par l’équipe seule."))
    max_uses = forms.IntegerField(label=_("Nombre d’inscriptions"), min_value=1, max_value=10_000, initial=1)
    expires_at = WallTimeField(
        label=_("Valable jusqu’au"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("À l’heure de la rencontre. Vide : sans limite."),
    )
    blocks_seats = forms.BooleanField(
        label=_("Garde des places"),
        required=False,
        help_text=_("Les places non utilisées ne sont données à personne d’autre."),
    )
    skips_approval = forms.BooleanField(label=_("Dispense d’examen"), required=False)
    constituency = forms.ChoiceField(
        label=_("Collège"), choices=[("", _("Tous")), *Constituency.choices], required=False
    )
    shore = forms.ChoiceField(label=_("Rive"), choices=[("", _("Toutes")), *Shore.choices], required=False)
    mode = forms.ChoiceField(label=_("Participation"), choices=[("", _("Toutes")), *Mode.choices], required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean_expires_at(self) -> Any:
        """The date on the meeting's clocks; an hour that they never show, or show twice, is refused."""
        wall = self.cleaned_data["expires_at"]
        if not wall:
            return None
        try:
            return instant(wall.date(), wall.time(), self.meeting.zone)
        except LocalTimeError as error:
            raise forms.ValidationError(error.messages) from error


class CopyForm(forms.Form):
    """Holding a meeting again on another day."""

    slug = forms.SlugField(label=_("Adresse"), max_length=100, help_text=_("La fin de l’adresse de la page."))
    start_date = forms.DateField(label=_("Date de début"), widget=AdminDateInput)
