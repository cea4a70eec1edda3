"""Pages of consultations in the tree: texts around a record."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from pages.base.editing import page_tabs
from pages.base.models import BasePage, TextPage

from .consultations import Consultation


class ConsultationsPage(BasePage):
    """The section of consultations in the tree: its place in the menu; the list itself is an ordinary view."""

    max_count = 1
    subpage_types = ["consultations.ConsultationPage"]
    edit_handler = page_tabs(texts=("title",), common=[], settings_panels=BasePage.settings_panels)

    class Meta(BasePage.Meta):
        verbose_name = _("rubrique des consultations")
        verbose_name_plural = _("rubriques des consultations")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The list's address, whatever the slug: pages of consultations keep theirs below this one."""
        parts: tuple[int, str, str] | None = super().get_url_parts(request)
        return (parts[0], parts[1], reverse("consultations:list")) if parts else None


class ConsultationPage(TextPage):
    """The texts around a consultation; window, statements and votes stay on the record."""

    consultation = models.OneToOneField(
        Consultation, verbose_name=_("consultation"), on_delete=models.PROTECT, related_name="page"
    )

    parent_page_types = ["consultations.ConsultationsPage"]
    subpage_types: list[str] = []
    edit_handler = page_tabs(
        common=[FieldPanel("plate"), FieldPanel("cover")], settings_panels=BasePage.settings_panels
    )

    class Meta(TextPage.Meta):
        verbose_name = _("page de consultation")
        verbose_name_plural = _("pages de consultation")
