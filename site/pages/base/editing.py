"""Editing comfort: one tab a language with its direction, what is common to all, and the settings."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface, TitleFieldPanel

from kernel.languages.choices import DEFAULT, LANGUAGES, direction

from .forms import PageForm

PAGE_TEXTS = ("title", "lede", "body")
SEARCH_TEXTS = ("seo_title", "search_description")


def tr_panels(language: str, *names: str, title: str = "") -> list[FieldPanel]:
    """The panels of translated fields in one language. The French title fills the slug."""
    attrs = {"lang": language, "dir": direction(language)}
    return [
        TitleFieldPanel(f"{name}_{language}", targets=["slug"], attrs=attrs)
        if name == title and language == DEFAULT
        else FieldPanel(f"{name}_{language}", attrs=attrs)
        for name in names
    ]


def stacked_panels(*names: str) -> list[FieldPanel]:
    """Every language of each field, one under the other: for inline children and snippets."""
    return [panel for name in names for language in LANGUAGES for panel in tr_panels(language, name)]


def page_tabs(
    *,
    texts: Sequence[str] = PAGE_TEXTS,
    common: Sequence[Any] = (),
    settings_panels: Sequence[Any] = (),
    form_class: type[PageForm] = PageForm,
) -> TabbedInterface:
    """The form of a page type: Français, English, العربية, then what all languages share, then the settings.

    `texts` are bare names of translated fields; `common` are the panels of the others. `form_class` is given here, not
    on the model, because Wagtail's admin sets the model's own when it starts.
    """
    languages = [
        ObjectList([*tr_panels(code, *texts, title="title"), *tr_panels(code, *SEARCH_TEXTS)], heading=own_name)
        for code, own_name in settings.LANGUAGES
    ]
    shared = ObjectList([FieldPanel("slug"), FieldPanel("show_in_menus"), *common], heading=_("Commun"))
    tabs = [*languages, shared, ObjectList(list(settings_panels), heading=_("Réglages"))]
    return TabbedInterface(tabs, base_form_class=form_class)
