"""What the team fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from forums.choices import MAX_REASON


class ReasonForm(forms.Form):
    """Why a message is removed; everyone reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        max_length=MAX_REASON,
        help_text=gettext_lazy("Une phrase, que tout le monde lira à la place du message."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Dites en une phrase pourquoi.")},
    )
