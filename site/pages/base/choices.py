"""Values shared by page types: licences, and the drawn chart plates that stand where a picture would."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """On what terms a text, a picture or a file may be reused."""

    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    CC0 = "cc0", "CC0 1.0"
    ETALAB = "etalab-2", "Licence Ouverte 2.0"
    OWN = "own", _("Tous droits réservés, usage autorisé sur Rives")


class Plate(models.TextChoices):
    """The gulf or bay whose chart plate illustrates a page."""

    GABES = "gabes", _("Golfe de Gabès")
    LION = "lion", _("Golfe du Lion")
    ALGER = "alger", _("Baie d’Alger")
    THERMAIQUE = "thermaique", _("Golfe Thermaïque")
    LEVANT = "levant", _("Riviera du Levant")
    DELTA = "delta", _("Delta du Nil")
    EGEE = "egee", _("Golfe d’Izmir")
    VALENCE = "valence", _("Golfe de Valence")
