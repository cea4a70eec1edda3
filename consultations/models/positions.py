"""Positions of organisations: signed by someone whom the organisation mandates, revised and withdrawn in the open."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actors.choices import Constituency, Shore
from actors.models import Organisation

from ..choices import Answer, PositionState
from .consultations import Consultation
from .questionnaire import private_files
from .statements import Statement


class Mandate(models.Model):
    """An organisation lets one of its verified members sign for it, in one consultation or in all of them.

    Its focal points need none. `document` is the deliberation or letter that gives it, read by the team and the
    organisation alone.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="mandates"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="mandates"
    )
    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("pour la consultation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="mandates",
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("donné par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    document = models.FileField(_("acte qui le donne"), upload_to="mandates/%Y/", storage=private_files, blank=True)
    document_name = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField(_("à partir du"))
    ends_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)
    ended_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="mandate_window_ordered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.person}"

    def holds(self, at: datetime) -> bool:
        """Whether it may be used at an instant."""
        return self.ended_at is None and self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    @property
    def last_day(self) -> datetime | None:
        """An instant of the last day on which it may be used: `ends_at` is the midnight that ends that day."""
        return self.ends_at - timedelta(minutes=1) if self.ends_at else None


class Position(models.Model):
    """What an organisation says, as such: one for each organisation and consultation, public by its own act.

    Constituency and shore are those of the organisation when it first signed.
    """

    consultation = models.ForeignKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.PROTECT, related_name="positions"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="positions"
    )
    constituency = models.CharField(_("collège"), max_length=20, choices=Constituency.choices)
    shore = models.CharField(_("rive"), max_length=10, choices=Shore.choices, blank=True)
    state = models.CharField(_("état"), max_length=20, choices=PositionState.choices, default=PositionState.SIGNED)
    rev = models.PositiveIntegerField(_("révision"), default=1)
    signed_at = models.DateTimeField(_("signée le"))
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("motif du retrait"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("position d’une organisation")
        verbose_name_plural = _("positions des organisations")
        ordering = ["consultation", "signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "organisation"], name="position_one_an_organisation"),
            models.CheckConstraint(
                condition=Q(state=PositionState.SIGNED, withdrawn_at__isnull=True)
                | Q(state=PositionState.WITHDRAWN, withdrawn_at__isnull=False),
                name="position_withdrawn_at_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"


class PositionRevision(models.Model):
    """One signed wording of a position; never changed. Withdrawn, it says when and why.

    Its document is public with it; the bytes are handed out by a view, like every file that people give.
    """

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("révision"))
    text = models.TextField(_("texte"), max_length=10_000)
    language = models.CharField(_("langue"), max_length=2)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("signataire"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    signer_name = models.CharField(_("nom du ou de la signataire"), max_length=160)
    signer_function = models.CharField(_("fonction"), max_length=160)
    mandate = models.ForeignKey(
        Mandate, verbose_name=_("mandat"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    document = models.FileField(_("document joint"), upload_to="positions/%Y/", storage=private_files, blank=True)
    document_name = models.CharField(max_length=160, blank=True)
    signed_at = models.DateTimeField(_("signée le"))
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("motif du retrait"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("révision d’une position")
        verbose_name_plural = _("révisions des positions")
        ordering = ["position", "number"]
        constraints = [models.UniqueConstraint(fields=["position", "number"], name="position_revision_number_unique")]

    def __str__(self) -> str:
        return f"{self.position_id}.{self.number}"


class PositionStance(models.Model):
    """What a position says of one statement: an organisation's answer, counted apart from people's."""

    revision = models.ForeignKey(PositionRevision, on_delete=models.CASCADE, related_name="stances")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="stances")
    value = models.SmallIntegerField(_("réponse"), choices=Answer.choices)

    class Meta:
        verbose_name = _("avis d’une position sur une phrase")
        verbose_name_plural = _("avis des positions sur les phrases")
        constraints = [
            models.UniqueConstraint(fields=["revision", "statement"], name="stance_once"),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="stance_value_known"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.get_value_display()}"
