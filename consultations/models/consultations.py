"""Consultations: what is put to people of every level and both shores, and its phases."""

from __future__ import annotations

import zoneinfo
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from actors.models import any_language
from kernel.languages.models import PinnedMixin

from ..choices import ConsultationState, PhaseKind, Stage


class Heard(Protocol):
    """Whatever speaks with a constituency and a shore: a voice, a participant, an organisation, a position."""

    @property
    def constituency(self) -> str: ...

    @property
    def shore(self) -> str: ...


OWN_ADDRESSES = frozenset({"feed", "mandates", "register"})
"""Pages that stand where a consultation's own address would: no consultation may take these."""


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations by what a reader may see and where they stand."""

    def published(self) -> ConsultationQuerySet:
        """Those that everyone may read."""
        return self.filter(state=ConsultationState.PUBLISHED)

    def open(self, at: datetime) -> ConsultationQuerySet:
        """Those that take votes at an instant: opens_at <= at < closes_at."""
        return self.published().filter(opens_at__lte=at, closes_at__gt=at)

    def closed(self, at: datetime) -> ConsultationQuerySet:
        """Those whose window is over."""
        return self.published().filter(closes_at__lte=at)

    def upcoming(self, at: datetime) -> ConsultationQuerySet:
        """Those that have not opened yet."""
        return self.published().filter(opens_at__gt=at)


class Consultation(PinnedMixin, ClusterableModel):
    """Statements put to people of every level and both shores, within a window.

    Ordinary record: its page (ConsultationPage) carries the texts. Votes are taken while `opens_at <= at < closes_at`.
    """

    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    title = models.CharField(_("titre"), max_length=200)
    summary = models.TextField(_("résumé"), max_length=1000, blank=True)
    dialogue = models.ForeignKey(
        "dialogues.DialoguePage",
        verbose_name=_("dialogue"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    zone = models.CharField(_("fuseau horaire"), max_length=64, default="Europe/Paris")
    opens_at = models.DateTimeField(_("ouverture du vote"))
    closes_at = models.DateTimeField(_("clôture du vote"))
    answer_due_date = models.DateField(_("réponse des autorités attendue avant le"), null=True, blank=True)
    state = models.CharField(
        _("état"), max_length=20, choices=ConsultationState.choices, default=ConsultationState.DRAFT
    )
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-opens_at", "-pk"]
        permissions = [("manage", _("Animer les consultations"))]
        constraints = [
            models.CheckConstraint(condition=any_language("title"), name="consultation_titled"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="consultation_window_ordered"),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def clean(self) -> None:
        """The window goes forward, and the address is free."""
        if self.slug in OWN_ADDRESSES:
            raise ValidationError({"slug": _("Cette adresse est celle d’une page de Rives : choisissez-en une autre.")})
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("La clôture doit suivre l’ouverture.")})

    def stage(self, at: datetime) -> Stage:
        """Where it stands at an instant."""
        if at < self.opens_at:
            return Stage.UPCOMING
        return Stage.OPEN if at < self.closes_at else Stage.CLOSED

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        """The zone in which its window is told."""
        return zoneinfo.ZoneInfo(self.zone)


class Phase(PinnedMixin, models.Model):
    """A stretch of a consultation's life: what may be done in it, by whom, and until when.

    Open while `opens_at <= at < closes_at`; without a close it has no end. `constituencies` and `shores` list who may
    act in it; an empty list means everyone. What each kind allows stands in `phases.ACTS`. A phase may point to the
    page of a meeting or of a forum room.
    """

    consultation = ParentalKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.CASCADE, related_name="phases"
    )
    kind = models.CharField(_("nature"), max_length=20, choices=PhaseKind.choices)
    title = models.CharField(_("intitulé"), max_length=120, blank=True, help_text=_("Vide : le nom de sa nature."))
    text = models.CharField(_("ce qui s’y passe"), max_length=400, blank=True)
    opens_at = models.DateTimeField(_("début"))
    closes_at = models.DateTimeField(_("fin"), null=True, blank=True)
    constituencies = models.JSONField(_("collèges admis"), default=list, blank=True)
    shores = models.JSONField(_("rives admises"), default=list, blank=True)
    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        verbose_name=_("rencontre ou salon de forum"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["consultation", "opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="phase_window_ordered",
                violation_error_message=_("La fin doit suivre le début."),
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def is_open(self, at: datetime) -> bool:
        """Whether an instant falls in its window."""
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)

    def admits(self, voice: Heard) -> bool:
        """Whether a voice is among those who may act in it; one without a shore acts where every shore is admitted."""
        return (not self.constituencies or voice.constituency in self.constituencies) and (
            not self.shores or voice.shore in self.shores
        )
