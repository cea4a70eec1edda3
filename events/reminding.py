"""What people are reminded of, and what becomes of a round of reminders."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReminderKind(models.TextChoices):
    """That the meeting comes, or that its room opens. The values are kinds of letters."""

    REMINDER = "reminder", _("Rappel")
    JOIN = "join_reminder", _("Rappel pour se connecter")


class RoundState(models.TextChoices):
    """Still to come, sent, or without object because the meeting moved or is off."""

    PLANNED = "planned", _("Prévu")
    SENT = "sent", _("Envoyé")
    SKIPPED = "skipped", _("Sans objet")
