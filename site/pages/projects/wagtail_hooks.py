"""Transfers in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.base.editing import stacked_panels

from .models import Transfer


class TransferViewSet(SnippetViewSet):
    """Where pilots were taken up."""

    model = Transfer
    icon = "redirect"
    menu_label = _("Reprises de pilotes")
    list_display = ["pilot", "territory", "organisation", "state", "started_year"]
    list_filter = ["state", "pilot"]
    panels = [
        PageChooserPanel("pilot", "projects.PilotPage"),
        FieldPanel("territory"),
        FieldPanel("organisation"),
        FieldPanel("state"),
        FieldPanel("started_year"),
        *stacked_panels("note"),
    ]


register_snippet(TransferViewSet)
