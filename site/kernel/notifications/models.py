"""What a person is told inside the site."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Notification(models.Model):
    """One thing told to one person. Its kind and data are worded in the reader's language when it is shown."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(_("sorte"), max_length=80)
    data = models.JSONField(_("données"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    key = models.CharField(_("clé"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("le"))
    read_at = models.DateTimeField(_("lue le"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notification_recent"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notification_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], condition=Q(key__gt=""), name="notification_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id}"
