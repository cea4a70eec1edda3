"""The table of search: a row per object and language. What matches stands beside it, per database (backends/)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One object in one language, as it is found and shown. Written by actions.index, never by hand."""

    kind = models.CharField(_("nature"), max_length=40)
    object_id = models.BigIntegerField(_("objet"))
    language = models.CharField(_("langue"), max_length=8)
    title = models.TextField(_("titre"))
    body = models.TextField(_("texte"), blank=True)
    path = models.CharField(_("adresse"), max_length=500)
    shore = models.CharField(_("rive"), max_length=10, blank=True)
    facts = models.JSONField(_("précisions"), default=dict, blank=True)
    updated_at = models.DateTimeField(_("mis à jour"), null=True, blank=True)

    class Meta:
        verbose_name = _("entrée de recherche")
        verbose_name_plural = _("entrées de recherche")
        ordering: ClassVar[list[str]] = ["kind", "object_id", "language"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "language"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} ({self.language})"
