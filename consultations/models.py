"""Consultations: statements, who answers in whose name, and one vote for each person and statement."""

from __future__ import annotations

import zoneinfo
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel

from actors.choices import Constituency
from actors.models import Voice, any_language
from kernel.languages.models import PinnedMixin
from pages.base.editing import page_tabs
from pages.base.models import BasePage, TextPage

from .choices import Answer, ConsultationState, Stage, StatementState


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
        """The window goes forward."""
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


class Statement(PinnedMixin, models.Model):
    """A sentence that one can agree or disagree with, numbered within its consultation."""

    consultation = ParentalKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.CASCADE, related_name="statements"
    )
    number = models.PositiveIntegerField(_("numéro"), editable=False, default=0)
    text = models.CharField(_("phrase"), max_length=280)
    proposed_by = models.CharField(_("proposée par"), max_length=20, choices=Constituency.choices, blank=True)
    state = models.CharField(_("état"), max_length=20, choices=StatementState.choices, default=StatementState.PUBLISHED)

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["consultation", "number"]
        constraints = [
            models.CheckConstraint(condition=any_language("text"), name="statement_worded"),
            models.UniqueConstraint(fields=["consultation", "number"], name="statement_number_unique"),
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
        """People voted on a wording: after the first vote it may be translated, not rewritten."""
        if not self.pk or not Vote.objects.filter(statement=self.pk).exists():
            return
        before = Statement.objects.get(pk=self.pk)
        for language, _name in settings.LANGUAGES:
            old = getattr(before, f"text_{language}")
            if old and getattr(self, f"text_{language}") != old:
                raise ValidationError(
                    {f"text_{language}": _("Cette phrase a déjà reçu des votes : retirez-la et proposez-en une autre.")}
                )


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


class ConsultationsPage(BasePage):
    """The section of consultations in the tree: its place in the menu; the list itself is an ordinary view."""

    max_count = 1
    subpage_types = ["consultations.ConsultationPage"]
    edit_handler = page_tabs(texts=("title",), common=[], settings_panels=BasePage.settings_panels)

    class Meta(BasePage.Meta):
        verbose_name = _("rubrique des consultations")
        verbose_name_plural = _("rubriques des consultations")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The list's address, whatever the slug: pages of consultations keep theirs below this one."""
        parts: tuple[int, str, str] | None = super().get_url_parts(request)
        return (parts[0], parts[1], reverse("consultations:list")) if parts else None


class ConsultationPage(TextPage):
    """The texts around a consultation; window, statements and votes stay on the record."""

    consultation = models.OneToOneField(
        Consultation, verbose_name=_("consultation"), on_delete=models.PROTECT, related_name="page"
    )

    parent_page_types = ["consultations.ConsultationsPage"]
    subpage_types: list[str] = []
    edit_handler = page_tabs(
        common=[FieldPanel("plate"), FieldPanel("cover")], settings_panels=BasePage.settings_panels
    )

    class Meta(TextPage.Meta):
        verbose_name = _("page de consultation")
        verbose_name_plural = _("pages de consultation")
