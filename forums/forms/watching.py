"""How much to hear of a topic or a room, and how often to be written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import Rhythm, WatchLevel

NONE = "none"


class WatchForm(forms.Form):
    """A level, `chosen` before, or none of one's own: `otherwise` says what counts then."""

    level = forms.ChoiceField(label=_("Ce que vous voulez entendre"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, chosen: WatchLevel | None, otherwise: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"level": chosen or NONE}, **kwargs})
        self.fields["level"].choices = [*WatchLevel.choices, (NONE, otherwise)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> WatchLevel | None:
        """The level chosen, once the form is valid."""
        level = self.cleaned_data["level"]
        return None if level == NONE else WatchLevel(level)


class RhythmForm(forms.Form):
    """How often forums write."""

    rhythm = forms.ChoiceField(
        label=_("Quand les forums vous écrivent"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("Un résumé part à 7 h à votre heure, chaque jour ou le lundi, s’il y a du nouveau."),
    )
