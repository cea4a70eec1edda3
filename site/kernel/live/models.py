"""The log behind everything that is live: streams, and numbered events without a body."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .choices import Op


class Stream(models.Model):
    """One ordered log with one audience, `<prefix>:<ident>`; its row is the lock under which numbers are given."""

    key = models.CharField(_("clé"), max_length=80, unique=True)
    last_seq = models.PositiveBigIntegerField(_("dernier numéro"), default=0)
    floor_seq = models.PositiveBigIntegerField(
        _("plancher"), default=0, help_text=_("Les événements jusqu’à ce numéro ne sont plus conservés.")
    )
    epoch = models.UUIDField(_("époque"), default=uuid.uuid4)
    acl_version = models.PositiveBigIntegerField(_("version des droits"), default=1)

    class Meta:
        verbose_name = _("flux")
        verbose_name_plural = _("flux")
        constraints = [
            models.CheckConstraint(condition=Q(floor_seq__lte=F("last_seq")), name="stream_floor_below_head"),
        ]

    def __str__(self) -> str:
        return self.key


class Event(models.Model):
    """Something happened to one object: its page fragment is rendered from the object's present state, never stored."""

    stream = models.ForeignKey(Stream, verbose_name=_("flux"), on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField(_("numéro"))
    op = models.CharField(_("effet"), max_length=10, choices=Op.choices)
    kind = models.CharField(_("type"), max_length=40)
    object_id = models.CharField(_("objet"), max_length=64)
    rev = models.PositiveIntegerField(_("révision"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("auteur"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("date"), db_index=True)

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ["stream", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="event_seq_unique"),
            models.CheckConstraint(condition=Q(op__in=Op.values), name="event_op_known"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="event_seq_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} #{self.seq}"
