"""Answers to a statement and the states of a consultation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MINIMUM_CELL = 5  # people: no published figure stands for fewer


class Answer(models.IntegerChoices):
    """What a person says of a statement. Passing is an answer: it counts among the votes seen."""

    AGREE = 1, pgettext_lazy("vote", "D’accord")
    DISAGREE = -1, pgettext_lazy("vote", "Pas d’accord")
    PASS = 0, pgettext_lazy("vote", "Je passe")


class ConsultationState(models.TextChoices):
    """What the team decided; whether votes are taken follows from the window as well."""

    DRAFT = "draft", _("Brouillon")
    PUBLISHED = "published", _("Publiée")
    WITHDRAWN = "withdrawn", _("Retirée")


class StatementState(models.TextChoices):
    """A statement taken out keeps its votes, which no longer count."""

    PUBLISHED = "published", _("Publiée")
    WITHDRAWN = "withdrawn", _("Retirée")


class Stage(models.TextChoices):
    """Where a consultation stands at an instant."""

    UPCOMING = "upcoming", _("À venir")
    OPEN = "open", _("Vote ouvert")
    CLOSED = "closed", _("Terminée")
