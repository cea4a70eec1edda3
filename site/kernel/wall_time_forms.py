"""Forms in which hours are typed on the clocks of a zone that the same form names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .wall_times import FOLDS


class WallTimeField(forms.DateTimeField):
    """A date and hour without a zone: the form's own zone field says which clocks they are read on."""

    def to_python(self, value: Any) -> datetime | None:
        """The wall time as typed. Read as UTC, whose clocks skip and repeat nothing, then stripped of it."""
        with timezone.override(UTC):
            moment = super().to_python(value)
        return timezone.make_naive(moment, UTC) if moment and timezone.is_aware(moment) else moment


def fold_field() -> forms.TypedChoiceField:
    """Which of two, where the clocks repeat the hour that was typed; asked there only (FoldPanel)."""
    return forms.TypedChoiceField(
        label=_("Cette heure se répète : laquelle ?"),
        choices=FOLDS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class FoldPanel(FieldPanel):
    """Which of two hours is meant: shown only where the form says, by `asks(name)`, that the clocks repeat it."""

    class BoundPanel(FieldPanel.BoundPanel):
        """On one form."""

        def is_shown(self) -> bool:
            """Whether the form asks."""
            return bool(super().is_shown() and self.form.asks(self.field_name))
