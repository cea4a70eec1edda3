"""The states of a mail in the outbox."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Queued (also between two attempts), being sent, sent, given up, no longer owed when its turn came."""

    QUEUED = "queued", _("en attente")
    SENDING = "sending", _("en cours d’envoi")
    SENT = "sent", _("envoyé")
    FAILED = "failed", _("abandonné")
    DROPPED = "dropped", _("sans objet")


UNFINISHED = (MailState.QUEUED, MailState.SENDING)
