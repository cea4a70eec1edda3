"""Who answers, under which voice, and one vote for each person and statement."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Voice

from ..choices import Answer
from .consultations import Consultation
from .statements import Statement


class Participant(Voice):
    """A person in one consultation, and the voice they answered under: chosen once, so results are never rewritten.

    `person` becomes null when someone erases their account; the row keeps counting.
    """

    consultation = models.ForeignKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.PROTECT, related_name="participants"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consultation_participations",
    )
    joined_at = models.DateTimeField(_("première réponse"))

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "person"], name="participant_once"),
        ]
        indexes = [models.Index(fields=["consultation", "constituency", "shore"], name="participant_breakdown")]

    def __str__(self) -> str:
        return f"{self.get_constituency_display()} · {self.joined_at:%Y-%m-%d}"


class Vote(models.Model):
    """What a participant said of a statement; the last word wins until the close."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="votes")
    value = models.SmallIntegerField(_("réponse"), choices=Answer.choices)
    at = models.DateTimeField(_("donnée le"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["participant", "statement"], name="vote_once"),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="vote_value_known"),
        ]
        indexes = [models.Index(fields=["statement", "value"], name="vote_tally")]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.get_value_display()}"
