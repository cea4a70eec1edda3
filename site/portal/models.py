"""The home page, and what the team sets for the whole site."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from kernel.languages.models import PinnedMixin
from pages.base.editing import page_tabs, stacked_panels
from pages.base.models import BasePage

from .choices import FooterColumn, Section


class HomePage(BasePage):
    """The door of the site: a headline over the map of the basin, and what the apps have to show today."""

    headline = models.CharField(_("titre"), max_length=120, blank=True, help_text=_("« Une mer, deux rives, »"))
    emphasis = models.CharField(
        _("fin du titre, mise en valeur"), max_length=80, blank=True, help_text=_("« une même table »")
    )
    lede = models.TextField(_("chapeau"), max_length=400, blank=True, help_text=_("Deux ou trois phrases."))

    parent_page_types = ["base.BasePage"]
    max_count_per_parent = 1

    edit_handler = page_tabs(
        texts=("title", "headline", "emphasis", "lede"),
        common=[InlinePanel("figures", heading=_("Repères chiffrés"))],
        settings_panels=BasePage.settings_panels,
    )

    class Meta:
        verbose_name = _("page d’accueil")
        verbose_name_plural = _("pages d’accueil")


class HomeFigure(PinnedMixin, Orderable):
    """A figure on the home page, its source in its words, and the list that it opens."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="figures", verbose_name=_("page d’accueil"))
    value = models.CharField(_("chiffre"), max_length=20, help_text=_("« ≈ 100 », « 12 »"))
    label = models.CharField(_("ce qu’il compte, et sa source"), max_length=200)
    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        verbose_name=_("page ouverte"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    section = models.CharField(
        _("ou liste ouverte"),
        max_length=20,
        choices=Section.choices,
        blank=True,
        help_text=_("Quand aucune page n’est choisie."),
    )

    panels = [FieldPanel("value"), *stacked_panels("label"), FieldPanel("page"), FieldPanel("section")]

    class Meta(Orderable.Meta):
        verbose_name = _("repère chiffré")
        verbose_name_plural = _("repères chiffrés")

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


@register_setting(icon="site")
class SiteSettings(PinnedMixin, ClusterableModel, BaseGenericSetting):
    """What stands at the foot of every page."""

    tagline = models.CharField(_("devise"), max_length=120, blank=True)
    presentation = models.CharField(_("présentation"), max_length=250, blank=True)
    accessibility_page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        verbose_name=_("déclaration d’accessibilité"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="accessibility_of",
    )
    privacy_page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        verbose_name=_("données personnelles"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="privacy_of",
    )

    panels = [
        MultiFieldPanel(stacked_panels("tagline", "presentation"), heading=_("Identité")),
        MultiFieldPanel(
            [FieldPanel("accessibility_page"), FieldPanel("privacy_page")], heading=_("Pages que la loi demande")
        ),
        InlinePanel("footer_pages", heading=_("Pages au pied du site")),
    ]

    class Meta:
        verbose_name = _("pied de page et identité")

    def __str__(self) -> str:
        return str(_("Pied de page et identité"))


class FooterPage(Orderable):
    """A page that every page links to from its foot."""

    site_settings = ParentalKey(
        SiteSettings, on_delete=models.CASCADE, related_name="footer_pages", verbose_name=_("réglages")
    )
    column = models.CharField(
        _("colonne"), max_length=20, choices=FooterColumn.choices, default=FooterColumn.UNDERSTAND
    )
    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, verbose_name=_("page"), on_delete=models.CASCADE, related_name="footer_places"
    )

    panels = [FieldPanel("column"), FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("page au pied du site")
        verbose_name_plural = _("pages au pied du site")

    def __str__(self) -> str:
        return str(self.page)
