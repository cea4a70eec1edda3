"""Themes that projects, pilots, results and news share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.languages.models import PinnedMixin


class Theme(PinnedMixin, models.Model):
    """A subject of public policy under which content is filed: water and coast, heat and shade…"""

    slug = models.SlugField(_("identifiant"), max_length=60, unique=True, help_text=_("Sert dans les adresses."))
    name = models.CharField(_("nom"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("rang"), default=0, help_text=_("Ordre dans les listes."))

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["rank", "slug"]

    def __str__(self) -> str:
        return self.name or self.slug
