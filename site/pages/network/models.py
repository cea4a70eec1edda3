"""The directory of partner organisations; their profiles are ordinary views on their records (actors)."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from pages.base.editing import page_tabs
from pages.base.models import BasePage, TextPage


class NetworkPage(TextPage):
    """The directory: organisations by shore and constituency."""

    max_count = 1
    subpage_types: list[str] = []
    edit_handler = page_tabs(common=[FieldPanel("plate")], settings_panels=BasePage.settings_panels)

    class Meta:
        verbose_name = _("annuaire du réseau")
        verbose_name_plural = _("annuaires du réseau")
