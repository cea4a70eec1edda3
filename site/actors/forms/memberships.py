"""Finding an organisation, asking to act for it, proposing it, deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actors.choices import ORGANISATION_CONSTITUENCIES, MembershipRole
from actors.models import LANGUAGE_CHOICES
from kernel.languages.choices import current_language
from kernel.text.validators import validate_line

from .profile import CountryField


class SearchForm(forms.Form):
    """What is typed to find one's organisation."""

    q = forms.CharField(
        label=_("Nom, territoire ou sigle"),
        max_length=120,
        help_text=_("En français, en arabe ou en anglais."),
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "organization"}),
    )

    @property
    def text(self) -> str:
        """What to look for; blank where nothing usable was typed."""
        return self.cleaned_data.get("q", "") if self.is_valid() else ""


class RequestForm(forms.Form):
    """A request to act for an organisation."""

    function = forms.CharField(
        label=_("Votre fonction"),
        max_length=160,
        validators=[validate_line],
        help_text=_("Par exemple : chargée de mission eau. L’organisation et l’équipe la lisent."),
        error_messages={"required": _("Dites quelle est votre fonction.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "dir": "auto"}),
    )
    role = forms.ChoiceField(
        label=_("Vous demandez à être"),
        choices=MembershipRole.choices,
        initial=MembershipRole.MEMBER,
        widget=forms.RadioSelect,
        help_text=_("Un point focal répond aux demandes de ses collègues."),
    )
    message = forms.CharField(
        label=_("Un mot pour qui répondra"),
        max_length=1000,
        required=False,
        help_text=_("Dans votre langue."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 4}),
    )


class ProposalForm(forms.Form):
    """An organisation that the directory does not hold yet."""

    name = forms.CharField(
        label=_("Nom de l’organisation"),
        max_length=250,
        validators=[validate_line],
        help_text=_("Son nom officiel, dans sa propre écriture."),
        error_messages={"required": _("Donnez le nom de l’organisation.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Langue de ce nom"), choices=LANGUAGE_CHOICES)
    constituency = forms.ChoiceField(
        label=_("Collège"),
        choices=[("", "—"), *ORGANISATION_CONSTITUENCIES],
        error_messages={"required": _("Choisissez un collège.")},
    )
    country = CountryField(
        label=_("Pays"), required=False, help_text=_("Laissez vide pour un organisme de tout le bassin.")
    )
    place = forms.CharField(
        label=_("Territoire"),
        max_length=200,
        required=False,
        validators=[validate_line],
        help_text=_("La commune, la région ou l’espace où elle agit."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    website = forms.URLField(
        label=_("Site"),
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": _("Cette adresse de site est incomplète, par exemple https://exemple.org")},
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "url"}),
    )
    function = RequestForm.base_fields["function"]
    message = RequestForm.base_fields["message"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = CountryField.grouped()  # type: ignore[attr-defined]
        self.fields["language"].initial = current_language()


class RefusalForm(forms.Form):
    """Why a request is refused: the person reads it."""

    reason = forms.CharField(
        label=_("Motif du refus"),
        max_length=1000,
        help_text=_("La personne le lira. Dites ce qui manque et ce qu’elle peut faire."),
        error_messages={"required": _("Donnez un motif : la personne le lira.")},
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 4}),
    )
