"""Statements: sentences that people agree or disagree with, from the team or from participants."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from actors.choices import Constituency
from actors.models import any_language
from kernel.languages.models import PinnedMixin

from ..choices import StatementState
from .consultations import Consultation


class Statement(PinnedMixin, models.Model):
    """A sentence that one can agree or disagree with, numbered within its consultation."""

    consultation = ParentalKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.CASCADE, related_name="statements"
    )
    number = models.PositiveIntegerField(_("numéro"), editable=False, default=0)
    text = models.CharField(_("phrase"), max_length=280)
    proposed_by = models.CharField(_("proposée par"), max_length=20, choices=Constituency.choices, blank=True)
    state = models.CharField(_("état"), max_length=20, choices=StatementState.choices, default=StatementState.PUBLISHED)
    is_meta = models.BooleanField(
        _("question sur soi"),
        default=False,
        help_text=_(
            "Parle de la personne (« J’habite le littoral »), pas du sujet : montrée à part, jamais dans les résultats."
        ),
    )
    author = models.ForeignKey(
        "consultations.Participant",
        verbose_name=_("autrice ou auteur"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="statements",
    )
    proposed_at = models.DateTimeField(_("proposée le"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("réunie à"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="duplicates",
    )
    reason = models.TextField(_("motif de la décision"), max_length=1000, blank=True, editable=False)
    reason_language = models.CharField(max_length=2, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("décidée par"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["consultation", "number"]
        constraints = [
            models.CheckConstraint(condition=any_language("text"), name="statement_worded"),
            models.UniqueConstraint(fields=["consultation", "number"], name="statement_number_unique"),
            models.CheckConstraint(
                condition=~Q(state=StatementState.REFUSED) | Q(reason__gt=""), name="statement_refusal_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=StatementState.MERGED, merged_into__isnull=False)
                | (~Q(state=StatementState.MERGED) & Q(merged_into__isnull=True)),
                name="statement_merged_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="statement_merged_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Numbers are given once, in order, and never reused."""
        if not self.number:
            last = Statement.objects.filter(consultation=self.consultation_id).aggregate(last=models.Max("number"))
            self.number = (last["last"] or 0) + 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """The desk adds statements and takes them out; what people propose is decided in its queue.

        People voted on a wording: after the first vote it may be translated, not rewritten.
        """
        before = Statement.objects.filter(pk=self.pk).first() if self.pk else None
        self._check_state(before)
        if not before or not before.votes.exists():
            return
        for language, _name in settings.LANGUAGES:
            old = getattr(before, f"text_{language}")
            if old and getattr(self, f"text_{language}") != old:
                raise ValidationError(
                    {f"text_{language}": _("Cette phrase a déjà reçu des votes : retirez-la et proposez-en une autre.")}
                )

    def _check_state(self, before: Statement | None) -> None:
        at_the_desk = {StatementState.PUBLISHED, StatementState.WITHDRAWN}
        if before and before.state == self.state:
            return
        if self.state in at_the_desk and (before is None or before.state in at_the_desk):
            return
        raise ValidationError(
            {"state": _("Décidez-en dans « Phrases proposées », avec un motif si la phrase n’est pas retenue.")}
        )
