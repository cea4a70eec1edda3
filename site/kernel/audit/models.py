"""Who did what: entries are added, never changed."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(TypeError):
    """Someone tried to change or delete an entry of the journal."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads; refuses to change what was written."""

    def update(self, **fields: Any) -> NoReturn:
        raise AppendOnly("audit entries are never changed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("audit entries are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("audit entries are never deleted")


class Entry(models.Model):
    """One act: someone, a verb, an object, with the names they had then."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    actor_name = models.CharField(_("nom"), max_length=200, blank=True)
    verb = models.CharField(_("acte"), max_length=80)
    target_type = models.CharField(_("type d’objet"), max_length=80)
    target_id = models.CharField(_("objet"), max_length=64)
    target_label = models.CharField(_("libellé"), max_length=250, blank=True)
    data = models.JSONField(_("précisions"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(_("le"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("acte consigné")
        verbose_name_plural = _("actes consignés")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_history"),
            models.Index(fields=["-at"], name="audit_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.verb} {self.target_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("audit entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("audit entries are never deleted")
