"""Moderation that answers for itself: flags, cases, decisions with their reasons, appeals, suspensions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actors.models import LANGUAGE_CHOICES

from ..choices import MAX_REASON, SUSPENSION_OUTCOMES, AppealOutcome, CaseState, FlagCategory
from .rooms import Room
from .topics import Post

if TYPE_CHECKING:
    from actors.models import Person

MAX_APPEAL = 2000  # characters


class Case(models.Model):
    """The examination of one post that was flagged: one open at a time, claimed by one moderator at a time."""

    post = models.ForeignKey(Post, verbose_name=_("message"), on_delete=models.CASCADE, related_name="cases")
    state = models.CharField(_("état"), max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    opened_at = models.DateTimeField(_("ouvert le"))
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("pris en charge par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    claimed_at = models.DateTimeField(_("pris en charge le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("décidé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    note = models.CharField(_("note aux personnes qui ont signalé"), max_length=MAX_REASON, blank=True)

    class Meta:
        verbose_name = _("signalement à examiner")
        verbose_name_plural = _("signalements à examiner")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(state=CaseState.OPEN), name="case_one_open"),
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(state=CaseState.OPEN, decided_at__isnull=True)
                | (~Q(state=CaseState.OPEN) & Q(decided_at__isnull=False)),
                name="case_decision_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.state}"


class Flag(models.Model):
    """Someone asks that a post be examined. Who flagged is read by moderators only."""

    case = models.ForeignKey(Case, verbose_name=_("examen"), on_delete=models.CASCADE, related_name="flags")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("signalé par"), on_delete=models.CASCADE, related_name="flags"
    )
    category = models.CharField(_("raison"), max_length=20, choices=FlagCategory.choices)
    note = models.CharField(_("précision"), max_length=MAX_REASON, blank=True)
    created_at = models.DateTimeField(_("signalé le"))

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="flag_once"),
            models.CheckConstraint(condition=Q(category__in=FlagCategory.values), name="flag_category_known"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.case_id}"


class Decision(models.Model):
    """The statement of reasons of a removal, as sent to the author (Regulation (EU) 2022/2065, article 17)."""

    post = models.ForeignKey(Post, verbose_name=_("message"), on_delete=models.CASCADE, related_name="decisions")
    case = models.OneToOneField(
        Case, verbose_name=_("examen"), null=True, blank=True, on_delete=models.SET_NULL, related_name="decision"
    )
    category = models.CharField(_("règle"), max_length=20, choices=FlagCategory.choices)
    reason = models.CharField(_("motif"), max_length=MAX_REASON)
    reason_language = models.CharField(_("langue du motif"), max_length=5, choices=LANGUAGE_CHOICES)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("décidé par"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("décidé le"))

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__gt=""), name="decision_has_reason"),
            models.CheckConstraint(condition=Q(category__in=FlagCategory.values), name="decision_category_known"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.category}"

    @property
    def concerned(self) -> Person:
        """Whom it is about, who may appeal."""
        return self.post.author

    @property
    def concerned_id(self) -> int:
        """The same, unread."""
        return self.post.author_id

    @property
    def where(self) -> Room:
        """The room whose moderators answer for it."""
        return self.post.topic.room

    @property
    def decided_at(self) -> datetime:
        """From when on one may appeal."""
        return self.at


class Suspension(models.Model):
    """Someone may not write until a date, in one room or in all of them; they still read. It ends by itself.

    `category` is the rule, `post` the message it was decided from; those decided before these were kept have neither.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="suspensions"
    )
    room = models.ForeignKey(
        Room, verbose_name=_("salon"), null=True, blank=True, on_delete=models.CASCADE, related_name="suspensions"
    )
    starts_at = models.DateTimeField(_("depuis le"))
    ends_at = models.DateTimeField(_("jusqu’au"))
    post = models.ForeignKey(
        Post, verbose_name=_("message"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    category = models.CharField(_("règle"), max_length=20, choices=FlagCategory.choices, blank=True)
    reason = models.CharField(_("motif"), max_length=MAX_REASON)
    reason_language = models.CharField(_("langue du motif"), max_length=5, choices=LANGUAGE_CHOICES)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("décidée par"), on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(_("levée le"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("levée par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="suspension_ends"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="suspension_has_reason"),
            models.CheckConstraint(
                condition=Q(category__in=["", *FlagCategory.values]), name="suspension_category_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.ends_at}"

    @property
    def concerned(self) -> Person:
        """Whom it is about, who may appeal."""
        return self.person

    @property
    def concerned_id(self) -> int:
        """The same, unread."""
        return self.person_id

    @property
    def where(self) -> Room | None:
        """The room whose moderators answer for it; None: all forums, and the team."""
        return self.room

    @property
    def decided_at(self) -> datetime:
        """From when on one may appeal."""
        return self.starts_at

    def is_running(self, at: datetime) -> bool:
        """Whether it keeps the person from writing at an instant."""
        return self.lifted_at is None and at < self.ends_at


class Appeal(models.Model):
    """Who a removal or a suspension is about asks that it be looked at again, by somebody else than who decided it.

    Regulation (EU) 2022/2065, article 20. It stands against one of the two.
    """

    decision = models.OneToOneField(
        Decision, verbose_name=_("décision"), null=True, blank=True, on_delete=models.CASCADE, related_name="appeal"
    )
    suspension = models.OneToOneField(
        Suspension, verbose_name=_("suspension"), null=True, blank=True, on_delete=models.CASCADE, related_name="appeal"
    )
    against = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("décidé par"), on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("ce que dit la personne"), max_length=MAX_APPEAL)
    language = models.CharField(_("langue"), max_length=5, choices=LANGUAGE_CHOICES)
    made_at = models.DateTimeField(_("demandé le"))
    outcome = models.CharField(_("issue"), max_length=20, choices=AppealOutcome.choices, blank=True)
    answer = models.CharField(_("réponse"), max_length=MAX_REASON, blank=True)
    answer_language = models.CharField(_("langue de la réponse"), max_length=5, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("réexaminé par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("réexaminé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("recours")
        verbose_name_plural = _("recours")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, suspension__isnull=True)
                | Q(decision__isnull=True, suspension__isnull=False),
                name="appeal_about_one",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("against")), name="appeal_to_another"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | Q(outcome__in=AppealOutcome.values, answer__gt="", answered_at__isnull=False),
                name="appeal_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id or self.suspension_id} {self.outcome}"

    @property
    def about(self) -> Decision | Suspension:
        """What is to be looked at again."""
        about = self.decision or self.suspension
        assert about is not None  # noqa: S101  (appeal_about_one)
        return about

    @property
    def outcome_label(self) -> str:
        """What was decided, in words; blank while it waits."""
        return outcome_label(self.outcome, is_suspension=self.suspension_id is not None)


def outcome_label(outcome: str, *, is_suspension: bool) -> str:
    """What became of a removal or of a suspension that was looked at again; blank while that waits."""
    if not outcome:
        return ""
    return str(SUSPENSION_OUTCOMES[outcome] if is_suspension else AppealOutcome(outcome).label)
