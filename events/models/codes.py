"""Invitation codes: a word that a person types, and what it opens."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.choices import Constituency, Shore
from events.choices import Mode

from .meeting import Meeting


class InvitationCode(models.Model):
    """A code that the team hands out for one meeting.

    Its uses are the live registrations made with it, counted each time and kept nowhere. While it `blocks_seats`, its
    unused uses are places that nobody else is given, in every pool that might count them. A blank condition matches
    all. `code` is kept folded (events.codes.folded): case, spaces and dashes make no difference.
    """

    meeting = models.ForeignKey(Meeting, verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(_("code"), max_length=40)
    label = models.CharField(_("pour qui"), max_length=150, blank=True, help_text=_("Lu par l’équipe seule."))
    max_uses = models.PositiveIntegerField(_("nombre d’inscriptions"), default=1)
    expires_at = models.DateTimeField(_("valable jusqu’au"), null=True, blank=True)
    blocks_seats = models.BooleanField(
        _("garde des places"),
        default=False,
        help_text=_("Les places non utilisées ne sont données à personne d’autre."),
    )
    skips_approval = models.BooleanField(
        _("dispense d’examen"), default=False, help_text=_("L’inscription ne passe pas par l’examen de l’équipe.")
    )
    constituency = models.CharField(_("collège"), max_length=20, choices=Constituency.choices, blank=True)
    shore = models.CharField(_("rive"), max_length=10, choices=Shore.choices, blank=True)
    mode = models.CharField(_("participation"), max_length=20, choices=Mode.choices, blank=True)
    revoked_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("créé par"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("code d’invitation")
        verbose_name_plural = _("codes d’invitation")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "code"], name="invitation_code_once"),
            models.CheckConstraint(condition=Q(code__gt=""), name="invitation_code_given"),
            models.CheckConstraint(condition=Q(max_uses__gte=1), name="invitation_code_has_uses"),
        ]

    def __str__(self) -> str:
        return self.code
