"""When each piece of periodic work is due, shared by every process."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodicJob(models.Model):
    """The clock of one registered job. The row is the lock: who moves `next_due_at` does the work."""

    name = models.CharField(_("nom"), max_length=120, unique=True)
    next_due_at = models.DateTimeField(_("prochaine échéance"))
    running_since = models.DateTimeField(_("en cours depuis"), null=True, blank=True)
    last_started_at = models.DateTimeField(_("dernier départ"), null=True, blank=True)
    last_finished_at = models.DateTimeField(_("dernière fin"), null=True, blank=True)
    last_error = models.TextField(_("dernière erreur"), blank=True)

    class Meta:
        verbose_name = _("travail périodique")
        verbose_name_plural = _("travaux périodiques")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
