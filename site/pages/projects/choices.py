"""Values of projects, pilots, results and transfers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartnerRole(models.TextChoices):
    """What a body does in a project or a pilot."""

    LEAD = "lead", _("Chef de file")
    COORDINATOR = "coordinator", _("Coordination")
    PARTNER = "partner", _("Partenaire")
    ASSOCIATED = "associated", _("Partenaire associé")


class AmountState(models.TextChoices):
    """Whether an amount is known. A published zero is an amount of 0."""

    PUBLISHED = "published", _("Publié")
    UNPUBLISHED = "unpublished", _("Non publié")


class Fact(models.TextChoices):
    """The fact of a project on which its sources differ."""

    DATES = "dates", _("Dates")
    BUDGET = "budget", _("Budget")
    PARTNERS = "partners", _("Partenaires")
    TERRITORIES = "territories", _("Territoires")
    ROLE = "role", _("Rôle du Pôle")
    OTHER = "other", _("Autre fait")


class PilotPhase(models.TextChoices):
    """Where a pilot stands."""

    PREPARATION = "preparation", _("En préparation")
    TRIAL = "trial", _("En cours, phase d’essai")
    EVALUATION = "evaluation", _("En cours d’évaluation")
    COMPLETED = "completed", _("Achevé")


PHASE_STATUS = {
    PilotPhase.PREPARATION: "wait",
    PilotPhase.TRIAL: "open",
    PilotPhase.EVALUATION: "part",
    PilotPhase.COMPLETED: "no",
}


class StepState(models.TextChoices):
    """Whether a step of a pilot lies behind, now or ahead."""

    DONE = "done", _("Fait")
    NOW = "now", _("En ce moment")
    TODO = "todo", _("À venir")


class TransferState(models.TextChoices):
    """How far another territory has gone in taking a pilot up."""

    PREPARING = "preparing", pgettext_lazy("transfer", "En préparation")
    TRIAL = "trial", pgettext_lazy("transfer", "À l’essai")
    ADOPTED = "adopted", pgettext_lazy("transfer", "Repris")
    ENDED = "ended", pgettext_lazy("transfer", "Arrêté")


TRANSFER_STATUS = {
    TransferState.PREPARING: "part",
    TransferState.TRIAL: "open",
    TransferState.ADOPTED: "open",
    TransferState.ENDED: "no",
}


class ResultKind(models.TextChoices):
    """What came out of a project."""

    METHOD = "method", _("Méthode")
    DATA = "data", _("Donnée ouverte")
    EVALUATION = "evaluation", _("Évaluation")
    GUIDE = "guide", _("Guide")
    POLICY_PAPER = "policy_paper", _("Note de recommandations")
