"""What a registration form may ask, and who may be told: kinds of questions, readers of answers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RETENTION_DAYS = 30  # how long answers are kept after a meeting, where the team says nothing else
MOST_RETENTION_DAYS = 365
NEEDS_KEPT_DAYS = RETENTION_DAYS  # the free line « Besoin d’accessibilité » of every registration

LINE_LENGTH = 250
TEXT_LENGTH = 3000
DETAILS_LENGTH = 500


class QuestionKind(models.TextChoices):
    """What an answer is made of. The last two are protected: read by few, in no general export."""

    TEXT = "text", _("Une ligne")
    LONG = "long", _("Un texte")
    CHOICE = "choice", _("Un choix")
    CHOICES = "choices", _("Plusieurs choix")
    NUMBER = "number", _("Un nombre")
    DATE = "date", _("Une date")
    FILE = "file", _("Un fichier")
    CONSENT = "consent", _("Un consentement")
    ACCESS = "access", _("Besoins d’accessibilité")
    DIETARY = "dietary", _("Régime alimentaire")


PROTECTED_KINDS = frozenset({QuestionKind.ACCESS, QuestionKind.DIETARY})
KINDS_WITH_CHOICES = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES, *PROTECTED_KINDS})
SEVERAL_CHOICES = KINDS_WITH_CHOICES - {QuestionKind.CHOICE}
KINDS_WITH_DETAILS = PROTECTED_KINDS  # a line of one's own words beside the choices


class Reader(models.TextChoices):
    """Who the answers to a question are for."""

    ORGANISER = "organiser", _("L’équipe qui organise")
    CATERER = "caterer", _("Le traiteur")
    INTERPRETER = "interpreter", _("Les interprètes")
    DOOR = "door", _("L’accueil")


class HelperRole(models.TextChoices):
    """For what someone lends a hand at one meeting, without being of the team."""

    CATERER = Reader.CATERER.value, pgettext_lazy("role at a meeting", "Traiteur")
    INTERPRETER = Reader.INTERPRETER.value, pgettext_lazy("role at a meeting", "Interprète")
    DOOR = Reader.DOOR.value, pgettext_lazy("role at a meeting", "Accueil")


# whom the answers to a protected kind may be for at all: no kitchen reads of wheelchairs, no door of allergies
READERS_OF_KIND: dict[str, frozenset[Reader]] = {
    QuestionKind.ACCESS: frozenset({Reader.ORGANISER, Reader.INTERPRETER, Reader.DOOR}),
    QuestionKind.DIETARY: frozenset({Reader.ORGANISER, Reader.CATERER}),
}
KNOWS_NAMES = frozenset({Reader.ORGANISER, Reader.DOOR})  # the others work with numbers and words


def readers_of_kind(kind: str) -> frozenset[Reader]:
    """Whom the answers to a kind of question may be for."""
    return READERS_OF_KIND.get(kind, frozenset(Reader))
