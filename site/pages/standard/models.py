"""Pages of text: the charter, accessibility, privacy, who we are."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from pages.base.editing import page_tabs
from pages.base.models import BasePage, TextPage


class StandardPage(TextPage):
    """A text with a table of contents and, when wanted, the list of the pages below it."""

    show_contents = models.BooleanField(_("montrer le sommaire"), default=True)
    show_children = models.BooleanField(_("lister les pages de cette rubrique"), default=False)

    edit_handler = page_tabs(
        common=[FieldPanel("show_contents"), FieldPanel("show_children"), FieldPanel("plate"), FieldPanel("cover")],
        settings_panels=BasePage.settings_panels,
    )

    class Meta:
        verbose_name = _("page standard")
        verbose_name_plural = _("pages standard")
