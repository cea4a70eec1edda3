"""What the team fills in about rooms: who moderates one, who is invited to one."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actors.queries import confirmed_account
from forums.errors import ForumError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from actors.models import Person


class PeopleField(forms.CharField):
    """People by the addresses of their accounts, one a line; cleaned, they are people."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        """People who are chosen already, as the addresses that choose them."""
        return value if isinstance(value, str) or value is None else "\n".join(person.email for person in value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as addresses, which is how people are written here."""
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> list[Person]:
        addresses = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        found = {address: confirmed_account(address) for address in addresses}
        if unknown := [address for address, person in found.items() if person is None]:
            sentence = ngettext(
                "Aucun compte confirmé n’a cette adresse : %(addresses)s.",
                "Aucun compte confirmé n’a ces adresses : %(addresses)s.",
                len(unknown),
            )
            raise forms.ValidationError(sentence % {"addresses": ", ".join(unknown)})
        return list({person.pk: person for person in found.values() if person}.values())


class InvitationForm(forms.Form):
    """Whom to let into a room, and until when."""

    email = forms.EmailField(
        label=_("Adresse électronique de son compte"),
        help_text=_("La personne doit avoir un compte, et confirmé cette adresse."),
        error_messages={
            "required": _("Écrivez l’adresse de son compte."),
            "invalid": _("Cette adresse n’est pas complète : vérifiez-la."),
        },
    )
    may_write = forms.BooleanField(
        label=_("Elle peut aussi écrire"), required=False, initial=True, help_text=_("Sinon, elle lit seulement.")
    )
    until = forms.DateField(
        label=_("Jusqu’au"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Ce jour compris. Vide : jusqu’à ce que vous repreniez l’invitation."),
        error_messages={"invalid": _("Choisissez un jour, ou laissez la case vide.")},
    )

    def expires_at(self, zone: ZoneInfo) -> datetime | None:
        """The end of the chosen day, where the person who invites lives."""
        day = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(days=1), time(), zone) if day else None

    def refuse(self, error: ForumError) -> None:
        """Show an action's refusal next to its field."""
        self.add_error(error.field if error.field in self.fields else None, error.message)
