"""The log of a consultation: one chain of digests over what was voted, signed, answered and moderated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import LogKind
from .consultations import Consultation
from .participation import Participant


class LogHead(models.Model):
    """The last link of a consultation's chain; locked while one is added."""

    consultation = models.OneToOneField(Consultation, on_delete=models.CASCADE, related_name="log_head")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("tête du journal")
        verbose_name_plural = _("têtes des journaux")

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.sequence}"


class LogEntry(models.Model):
    """A link: `digest` = SHA-256(salt, payload), `hash` = SHA-256(previous hash, sequence, kind, digest), all in hex.

    The payload is never kept here: it is read again from the record it speaks of (`object_id`), and the salt proves it.
    Erasing a person takes the salt and the tie to the participant away; the chain still verifies. An entry of kind
    `erasure` says how many lost their salt then (`object_id`): nobody can blank one more unseen.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="log")
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20, choices=LogKind.choices)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="log_entries"
    )
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("maillon du journal")
        verbose_name_plural = _("maillons du journal")
        ordering = ["consultation", "sequence"]
        constraints = [models.UniqueConstraint(fields=["consultation", "sequence"], name="log_sequence_unique")]
        indexes = [models.Index(fields=["consultation", "kind", "object_id"], name="log_object")]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.sequence}"
