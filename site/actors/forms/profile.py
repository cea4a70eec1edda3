"""What a person says about themselves."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel.core import get_global
from babel.dates import get_timezone_location
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.models import Country, Person
from actors.queries import countries
from kernel.languages.choices import current_language
from kernel.text.folding import fold


class CountryField(forms.TypedChoiceField):
    """A country, in the alphabetical order of the reader's language, those of the basin first."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=self._country, empty_value=None, **options)

    @staticmethod
    def _country(code: str) -> Country | None:
        return Country.objects.filter(pk=code).first()

    @staticmethod
    def grouped() -> list[tuple[str, Any]]:
        """The choices of a select, in two groups."""
        known = countries()
        basin = [(country.pk, str(country)) for country in known if country.mediterranean]
        others = [(country.pk, str(country)) for country in known if not country.mediterranean]
        return [("", "—"), (_("Pays du bassin"), basin), (_("Autres pays"), others)]


class ProfileForm(forms.ModelForm[Person]):
    """Name, language, time zone, declared country, and whether others see when one is there."""

    country = CountryField(
        label=gettext_lazy("Pays"),
        required=False,
        help_text=gettext_lazy(
            "Déclaré par vous, et montré comme tel : il dit votre rive quand vous parlez en votre nom."
        ),
    )

    class Meta:
        model = Person
        fields = ("display_name", "language", "time_zone", "country", "shows_presence")
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True
        self.fields["display_name"].error_messages["required"] = _("Dites-nous sous quel nom vous parlez.")
        self.fields["country"].choices = CountryField.grouped()  # type: ignore[attr-defined]
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Fuseau horaire"),
            choices=_with(self.instance.time_zone, time_zones(current_language())),
            help_text=_("Les heures des rencontres vous sont aussi données à cette heure-là."),
        )
        self.initial["country"] = self.instance.country_id

    def save(self, commit: bool = True) -> Person:
        raise NotImplementedError("actors.actions.save_profile writes")


def _with(current: str, groups: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The choices, and the zone of now where it is none of them."""
    known = any(current == zone for _group, zones in groups for zone, _name in zones)
    return groups if known else [(_("Actuel"), [(current, current)]), *groups]


@cache
def time_zones(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by area, named in a language (CLDR), in alphabetical order."""
    areas: dict[str, list[tuple[str, str]]] = {"Africa": [], "Asia": [], "Europe": [], "America": [], "Pacific": []}
    for zone in get_global("zone_territories"):
        if (area := zone.partition("/")[0]) in areas:
            areas[area].append((zone, get_timezone_location(zone, locale=language, return_city=True)))
    names = {
        "Africa": _("Afrique"),
        "Asia": _("Asie"),
        "Europe": _("Europe"),
        "America": _("Amériques"),
        "Pacific": _("Pacifique"),
    }
    return [(names[area], sorted(zones, key=lambda zone: fold(zone[1]))) for area, zones in areas.items()]


class ErasureForm(forms.Form):
    """The last word before an account is forgotten."""

    understood = forms.BooleanField(
        label=gettext_lazy("J’ai compris : mon compte sera supprimé et je ne pourrai pas le rouvrir."),
        error_messages={"required": gettext_lazy("Cochez cette case pour confirmer.")},
    )
