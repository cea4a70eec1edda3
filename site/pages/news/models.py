"""News of the network."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from pages.base.editing import page_tabs
from pages.base.models import BasePage, TextPage, Theme


class NewsIndexPage(TextPage):
    """The list of news, newest first."""

    subpage_types = ["news.NewsPage"]
    edit_handler = page_tabs(common=[FieldPanel("plate")], settings_panels=BasePage.settings_panels)

    class Meta:
        verbose_name = _("liste des actualités")
        verbose_name_plural = _("listes des actualités")


class NewsPage(TextPage):
    """One piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    byline = models.CharField(_("signature"), max_length=160, blank=True, help_text=_("« Par l’animation de Rives »."))
    themes = ParentalManyToManyField(Theme, verbose_name=_("thèmes"), blank=True, related_name="+")
    is_fictitious = models.BooleanField(_("fictif"), default=False, help_text=_("Entrée de démonstration."))

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []

    edit_handler = page_tabs(
        texts=("title", "lede", "body", "byline"),
        common=[
            MultiFieldPanel(
                [
                    FieldPanel("date"),
                    FieldPanel("themes"),
                    FieldPanel("plate"),
                    FieldPanel("cover"),
                    FieldPanel("is_fictitious"),
                ],
                heading=_("Fiche"),
            ),
            InlinePanel("related", heading=_("En lien")),
        ],
        settings_panels=BasePage.settings_panels,
    )

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")


class NewsRelation(Orderable):
    """A page that a piece of news speaks of."""

    news = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related", verbose_name=_("actualité"))
    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("page liée")
        verbose_name_plural = _("pages liées")
        constraints = [models.UniqueConstraint(fields=["news", "page"], name="news_relation_once")]

    def __str__(self) -> str:
        return str(self.page)
