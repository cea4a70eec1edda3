"""The register of recommendations: addressed to a named authority, due on a day, answered in the open."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Organisation, any_language
from kernel.languages.models import PinnedMixin

from ..choices import RecommendationState
from .consultations import Consultation
from .positions import Position
from .statements import Statement


class WorkingCalendar(models.Model):
    """The days on which an authority works: its weekend (0 Monday … 6 Sunday) and its holidays."""

    organisation = models.OneToOneField(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="working_calendar"
    )
    weekend = models.JSONField(_("jours de repos"), default=list)

    class Meta:
        verbose_name = _("calendrier de travail")
        verbose_name_plural = _("calendriers de travail")

    def __str__(self) -> str:
        return str(self.organisation)


class Holiday(models.Model):
    """A day on which an authority does not work."""

    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField(_("jour"))
    name = models.CharField(_("nom"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("jour férié")
        verbose_name_plural = _("jours fériés")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Recommendation(PinnedMixin, models.Model):
    """What a consultation asks of an authority: what was heard, whom it is addressed to, the day an answer is due.

    `due_on` is counted once, from the day it was first received; referring it to another authority or asking a question
    back moves the addressee, never the day. `heard` is what people said, `decision` what was decided, `answer` the
    authority's own words in `answer_language`.
    """

    consultation = models.ForeignKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.PROTECT, related_name="recommendations"
    )
    number = models.PositiveIntegerField(_("numéro"), editable=False, default=0)
    heard = models.CharField(_("entendu"), max_length=400)
    context = models.TextField(_("ce qui l’appuie"), max_length=2000, blank=True)
    statements = models.ManyToManyField(
        Statement, verbose_name=_("phrases"), blank=True, related_name="recommendations"
    )
    positions = models.ManyToManyField(
        Position, verbose_name=_("positions"), blank=True, related_name="recommendations"
    )
    addressee = models.ForeignKey(
        Organisation, verbose_name=_("autorité"), on_delete=models.PROTECT, related_name="recommendations"
    )
    officer_role = models.CharField(_("service ou fonction"), max_length=160, blank=True)
    working_days = models.PositiveIntegerField(
        _("délai, en jours ouvrés"), default=60, validators=[MinValueValidator(1)]
    )
    state = models.CharField(
        _("état"), max_length=20, choices=RecommendationState.choices, default=RecommendationState.DRAFT
    )
    sent_at = models.DateTimeField(_("adressée le"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("réponse attendue le"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True, editable=False)
    decision = models.TextField(_("décidé"), max_length=2000, blank=True)
    answer = models.TextField(_("réponse de l’autorité"), max_length=5000, blank=True, editable=False)
    answer_language = models.CharField(max_length=2, blank=True, editable=False)
    rev = models.PositiveIntegerField(_("révision"), default=1, editable=False)

    class Meta:
        verbose_name = _("recommandation")
        verbose_name_plural = _("recommandations")
        ordering = ["consultation", "number"]
        indexes = [models.Index(fields=["state", "due_on"], name="recommendation_due")]
        constraints = [
            models.CheckConstraint(condition=any_language("heard"), name="recommendation_worded"),
            models.UniqueConstraint(fields=["consultation", "number"], name="recommendation_number_unique"),
            models.CheckConstraint(
                condition=Q(state=RecommendationState.DRAFT) | Q(due_on__isnull=False, sent_at__isnull=False),
                name="recommendation_sent_has_due_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.heard}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Numbers are given once in a consultation, in order."""
        if not self.number:
            last = Recommendation.objects.filter(consultation=self.consultation_id).aggregate(n=models.Max("number"))
            self.number = (last["n"] or 0) + 1
        super().save(*args, **kwargs)


class RecommendationEntry(models.Model):
    """One step of a recommendation's life, in the open; never changed, never removed.

    `name` and `function` say who signs for the authority (what the team did has no function); `text` is in `language`.
    A step that leaves the state as it is gives news, asks a question back (`is_question`) or replies to one.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField(_("le"))
    before = models.CharField(_("avant"), max_length=20, choices=RecommendationState.choices, blank=True)
    after = models.CharField(_("après"), max_length=20, choices=RecommendationState.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("autorité"), on_delete=models.PROTECT, related_name="+"
    )
    referred_to = models.ForeignKey(
        Organisation, verbose_name=_("transmise à"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("nom"), max_length=160, blank=True)
    function = models.CharField(_("fonction"), max_length=160, blank=True)
    text = models.TextField(_("texte"), max_length=5000, blank=True)
    language = models.CharField(_("langue"), max_length=2, blank=True)
    is_question = models.BooleanField(_("question en retour"), default=False)

    class Meta:
        verbose_name = _("étape d’une recommandation")
        verbose_name_plural = _("étapes des recommandations")
        ordering = ["recommendation", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.before} → {self.after}"
