"""The page that lists projects, pilots and results."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from pages.base.editing import page_tabs
from pages.base.models import BasePage, TextPage


class ProjectIndexPage(TextPage):
    """ "Projects and results": one list with filters over the three types below it."""

    subpage_types = ["projects.ProjectPage", "projects.PilotPage", "projects.ResultPage"]

    edit_handler = page_tabs(common=[FieldPanel("plate")], settings_panels=BasePage.settings_panels)

    class Meta:
        verbose_name = _("projets et résultats")
        verbose_name_plural = _("listes de projets et résultats")
