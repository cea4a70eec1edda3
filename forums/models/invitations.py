"""Invitations to a room."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .rooms import Room


class RoomInvitationQuerySet(models.QuerySet["RoomInvitation"]):
    """Invitations by whether they hold."""

    def live(self, at: datetime) -> RoomInvitationQuerySet:
        """Those that hold at this instant: not taken back, not past their end."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at), ended_at__isnull=True)


class RoomInvitation(models.Model):
    """Someone let into a room by name, whatever their organisation, until a date or until it is taken back."""

    room = models.ForeignKey(Room, verbose_name=_("salon"), on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne invitée"),
        on_delete=models.CASCADE,
        related_name="room_invitations",
    )
    may_write = models.BooleanField(_("peut écrire"), default=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invitée par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(_("invitée le"), default=timezone.now)
    expires_at = models.DateTimeField(_("jusqu’au"), null=True, blank=True)
    ended_at = models.DateTimeField(_("reprise le"), null=True, blank=True)

    objects = RoomInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "person"], condition=Q(ended_at__isnull=True), name="room_invitation_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("invited_at")),
                name="room_invitation_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.room_id}"

    def is_live(self, at: datetime) -> bool:
        """Whether it holds at this instant."""
        return self.ended_at is None and (self.expires_at is None or self.expires_at > at)
