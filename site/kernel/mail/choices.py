"""The states of a mail in the outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Queued (also between two attempts), being sent, sent, given up."""

    QUEUED = "queued", _("en attente")
    SENDING = "sending", _("en cours d’envoi")
    SENT = "sent", _("envoyé")
    FAILED = "failed", _("abandonné")


UNFINISHED = (MailState.QUEUED, MailState.SENDING)
