"""Pictures and documents, with the rights that let Rives show them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet
from wagtail.images.models import Image as WagtailImage

from kernel.languages.models import PinnedMixin

from ..choices import Licence

ATTACHED = "attached/"
"""Where files stand that people attach to what they write. Their bytes are in the private storage, which no address
leads to; the library's pages, choosers, search and addresses know nothing of them. Views hand them out that ask who may
read what they belong to."""


class _Library(models.Manager[Any]):
    """What stands in the library: everything but what people attached."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().exclude(file__startswith=ATTACHED)


class RivesImage(PinnedMixin, AbstractImage):
    """A picture with its credit, its licence and an alternative text in each language.

    `renditions_ready` lists what the upload task has made: format -> [[width, height, file name], …]. A page reads
    this column only; while it is empty the page shows a drawn plate, and nothing is ever resized in a request.
    """

    credit = models.CharField(
        _("crédit"), max_length=200, help_text=_("Auteur ou autrice, et organisme. Montré sous l’image.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    renditions_ready = models.JSONField(_("tailles prêtes"), default=dict, editable=False, blank=True)

    objects = _Library.from_queryset(ImageQuerySet)()
    attached: models.Manager[RivesImage] = models.Manager()

    admin_form_fields = (
        "title",
        "file",
        "description_fr",
        "description_en",
        "description_ar",
        "credit",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = WagtailImage._meta.permissions

    @property
    def described(self) -> bool:
        """Whether the library has an alternative text, in any language."""
        return bool(self.description_fr or self.description_en or self.description_ar)


class RivesRendition(AbstractRendition):
    """One picture in one size and format, made by a task."""

    image = models.ForeignKey(RivesImage, verbose_name=_("image"), on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("taille d’image")
        verbose_name_plural = _("tailles d’image")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_per_filter"
            )
        ]


class RivesDocument(AbstractDocument):
    """A file to download, with the languages it is written in and its licence."""

    languages = models.CharField(
        _("langues du document"),
        max_length=40,
        blank=True,
        help_text=_("Codes séparés par des virgules : fr, en, ar."),
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)

    objects = _Library.from_queryset(DocumentQuerySet)()
    attached: models.Manager[RivesDocument] = models.Manager()

    admin_form_fields = ("title", "file", "languages", "licence", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = WagtailDocument._meta.permissions

    @property
    def kind(self) -> str:
        """The file's extension in capitals: PDF, CSV, ODT."""
        return str(self.file_extension).upper()
