"""Values of a dialogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DialogueState(models.TextChoices):
    """Where a dialogue stands."""

    PREPARING = "preparing", _("En préparation")
    OPEN = "open", _("Ouvert")
    CLOSED = "closed", _("Clos")


DIALOGUE_STATUS = {DialogueState.PREPARING: "wait", DialogueState.OPEN: "open", DialogueState.CLOSED: "no"}


class MilestoneKind(models.TextChoices):
    """What the team itself enters in a dialogue's journal."""

    OPENING = "opening", _("Ouverture")
    RECOMMENDATION = "recommendation", _("Recommandation")
    ANSWER_DUE = "answer_due", _("Réponse attendue")
    ANSWER = "answer", _("Réponse")
    OTHER = "other", _("Étape")


MILESTONE_ICONS = {
    MilestoneKind.OPENING: "map-pin",
    MilestoneKind.RECOMMENDATION: "flag",
    MilestoneKind.ANSWER_DUE: "file-text",
    MilestoneKind.ANSWER: "file-text",
    MilestoneKind.OTHER: "clock",
}
