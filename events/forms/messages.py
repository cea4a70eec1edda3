"""A message of the team: to whom, and in which languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actors.choices import Constituency, Shore
from events.choices import LIVE_STATES, Mode, RegistrationState
from events.models import Meeting, TeamMessage
from events.queries.readers import Chosen
from kernel.languages.choices import LANGUAGES, OWN_NAMES, direction
from kernel.requests.forms import RequestKeyMixin

WRITABLE = [(state, RegistrationState(state).label) for state in LIVE_STATES]


class TeamMessageForm(RequestKeyMixin, forms.Form):
    """States, constituencies, shores and modes narrow whom it reaches; `r` names registrations one by one."""

    states = forms.MultipleChoiceField(
        label=_("État"), choices=WRITABLE, required=False, widget=forms.CheckboxSelectMultiple
    )
    constituencies = forms.MultipleChoiceField(
        label=_("Collège"), choices=Constituency.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    shores = forms.MultipleChoiceField(
        label=_("Rive"), choices=Shore.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    modes = forms.MultipleChoiceField(
        label=_("Participation"), choices=Mode.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    r = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        named = self.fields["r"]
        named.choices = [(pk, pk) for pk in meeting.registrations.values_list("pk", flat=True)]  # type: ignore[attr-defined]
        for language in LANGUAGES:
            attrs = {"lang": language, "dir": direction(language)}
            self.fields[f"subject_{language}"] = forms.CharField(
                label=_("Objet"), max_length=150, required=False, widget=forms.TextInput(attrs)
            )
            self.fields[f"body_{language}"] = forms.CharField(
                label=_("Texte"), max_length=5000, required=False, widget=forms.Textarea({**attrs, "rows": 8})
            )

    def clean(self) -> dict[str, Any]:
        """Refuse what the message itself refuses, beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            self.message.full_clean(exclude=["meeting", "by"])
        except ValidationError as error:
            for name, errors in error.message_dict.items():
                self.add_error(name if name in self.fields else None, errors)
        return cleaned

    @property
    def message(self) -> TeamMessage:
        """The message as it would be kept."""
        words = {
            f"{word}_{language}": str(self.cleaned_data.get(f"{word}_{language}", "")).strip()
            for word in ("subject", "body")
            for language in LANGUAGES
        }
        return TeamMessage(meeting=self.meeting, **words)

    @property
    def chosen(self) -> Chosen:
        """Whom it reaches."""
        chosen = self.cleaned_data
        names = ("states", "constituencies", "shores", "modes")
        return Chosen(**{name: chosen.get(name, []) for name in names}, idents=chosen.get("r", []))

    def by_language(self, word: str) -> dict[str, str]:
        """What was written, by language."""
        return {language: self.cleaned_data.get(f"{word}_{language}", "") for language in LANGUAGES}

    def parts(self) -> list[dict[str, Any]]:
        """The words by language, for the page."""
        return [
            {
                "name": OWN_NAMES[language],
                "language": language,
                "fields": [self[f"subject_{language}"], self[f"body_{language}"]],
            }
            for language in LANGUAGES
        ]
