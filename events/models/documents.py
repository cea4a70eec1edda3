"""Files that belong to a meeting: what is read before it, shown in it and written after it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from actors.models import any_language
from events.choices import DocumentKind
from kernel.languages.models import PinnedMixin

from .meeting import Meeting


class MeetingDocument(PinnedMixin, models.Model):
    """A file of the library under the title that it has at this meeting. As public as the meeting; what is not for
    everyone stands in a private collection of the library and is not named on the page."""

    meeting = ParentalKey(Meeting, verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "base.RivesDocument", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("type"), max_length=20, choices=DocumentKind.choices, default=DocumentKind.NOTE)
    title = models.CharField(_("titre"), max_length=200)
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("document de la rencontre")
        verbose_name_plural = _("documents de la rencontre")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(condition=any_language("title"), name="meeting_document_titled"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="meeting_document_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title or ""
