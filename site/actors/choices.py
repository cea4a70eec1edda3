"""Constituencies, shores and the states of a membership: the same values everywhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Constituency(models.TextChoices):
    """Whose voice it is. Four are levels of public authority; citizens are people on their own."""

    LOCAL = "local", pgettext_lazy("constituency", "Collectivité locale")
    REGIONAL = "regional", pgettext_lazy("constituency", "Autorité régionale")
    NATIONAL = "national", pgettext_lazy("constituency", "Autorité nationale")
    EUROPEAN = "european", pgettext_lazy("constituency", "Institution européenne")
    CIVIL_SOCIETY = "civil_society", pgettext_lazy("constituency", "Société civile")
    RESEARCH = "research", pgettext_lazy("constituency", "Recherche")
    BUSINESS = "business", pgettext_lazy("constituency", "Entreprises")
    CITIZENS = "citizens", pgettext_lazy("constituency", "Citoyennes et citoyens")


LEVELS = (Constituency.LOCAL, Constituency.REGIONAL, Constituency.NATIONAL, Constituency.EUROPEAN)
ORGANISATION_CONSTITUENCIES = [choice for choice in Constituency.choices if choice[0] != Constituency.CITIZENS]


class Shore(models.TextChoices):
    """North: European coast and EU members. South: Morocco to Egypt. East: Türkiye to Jordan. Blank: basin-wide."""

    NORTH = "north", _("Rive nord")
    SOUTH = "south", _("Rive sud")
    EAST = "east", _("Rive est")


SOUTH_AND_EAST = (Shore.SOUTH, Shore.EAST)  # two-shore measures compare north with these together


class TerritoryKind(models.TextChoices):
    """What kind of place a territory is."""

    MUNICIPALITY = "municipality", _("Commune")
    METROPOLIS = "metropolis", _("Métropole ou groupement de communes")
    PROVINCE = "province", _("Département, province ou gouvernorat")
    REGION = "region", _("Région")
    COUNTRY = "country", _("Pays")
    BASIN = "basin", _("Bassin ou espace commun")


class MembershipRole(models.TextChoices):
    """What a member may do for the organisation."""

    MEMBER = "member", _("Membre")
    FOCAL_POINT = "focal_point", _("Point focal")


class MembershipState(models.TextChoices):
    """Asked for, then verified or refused; a person may withdraw at any time."""

    REQUESTED = "requested", _("Demandée")
    VERIFIED = "verified", _("Vérifiée")
    REFUSED = "refused", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")
