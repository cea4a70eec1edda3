"""The words around a meeting. Dates, seats and programme stay on the record, so an old revision never moves them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from kernel.languages.choices import DEFAULT, LANGUAGES
from kernel.languages.models import value_used
from pages.base.editing import page_tabs
from pages.base.models import BasePage, TextPage

from .meeting import Meeting


class MeetingsPage(BasePage):
    """The section in the page tree: it stands in the navigation, and its address is the list of meetings."""

    lede = models.TextField(_("chapeau"), max_length=600, blank=True)

    max_count = 1
    subpage_types = ["events.MeetingPage"]
    edit_handler = page_tabs(texts=("title", "lede"), settings_panels=BasePage.settings_panels)

    class Meta(BasePage.Meta):
        verbose_name = _("rubrique des rencontres")
        verbose_name_plural = _("rubriques des rencontres")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The list's address, whatever the slug: pages of meetings keep theirs below this one."""
        parts: tuple[int, str, str] | None = super().get_url_parts(request)
        return (parts[0], parts[1], reverse("events:list")) if parts else None


class MeetingPage(TextPage):
    """Why people meet, and the documents. Its title is the meeting's own, copied whenever it is saved."""

    meeting = models.OneToOneField(Meeting, verbose_name=_("rencontre"), on_delete=models.PROTECT, related_name="page")

    is_creatable = False  # made from the meeting's record: events.actions.write_texts
    parent_page_types = ["events.MeetingsPage"]
    subpage_types: list[str] = []
    edit_handler = page_tabs(
        texts=("lede", "body"),
        common=[FieldPanel("plate"), FieldPanel("cover")],
        settings_panels=BasePage.settings_panels,
    )

    class Meta(TextPage.Meta):
        verbose_name = _("page de rencontre")
        verbose_name_plural = _("pages de rencontres")

    def take_titles(self) -> None:
        """Copy the meeting's titles; a page needs a French one, so another language stands in."""
        for language in LANGUAGES:
            setattr(self, f"title_{language}", getattr(self.meeting, f"title_{language}") or "")
        if not self.meeting.title_fr:
            self.title_fr = value_used(self.meeting, "title", DEFAULT)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.take_titles()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.take_titles()
        super().minimal_clean()
