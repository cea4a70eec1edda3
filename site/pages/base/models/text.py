"""A page that is read: a lead, a body of blocks, a picture or a chart plate."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Orderable

from kernel.languages.models import PinnedMixin

from ..blocks import BodyBlock
from ..choices import Plate
from .media import RivesImage
from .pages import BasePage


class TextPage(BasePage):
    """Abstract: what every written page has. Each type registers its translated fields: "lede", "body"."""

    lede = models.TextField(_("chapeau"), max_length=600, blank=True, help_text=_("Deux ou trois phrases."))
    body = StreamField(BodyBlock(), verbose_name=_("texte"), blank=True)
    plate = models.CharField(
        _("planche marine"),
        max_length=20,
        choices=Plate.choices,
        blank=True,
        help_text=_("Dessin montré à la place d’une photo."),
    )
    cover = models.ForeignKey(
        RivesImage, verbose_name=_("image"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True


class AttachedDocument(PinnedMixin, Orderable):
    """Abstract: a document in a page's margin, under a title in each language."""

    document = models.ForeignKey(
        "base.RivesDocument", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("titre"), max_length=200)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title or ""
