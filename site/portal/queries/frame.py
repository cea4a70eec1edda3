"""What stands around every page: the menu and the foot, made of pages and of the lists that the apps serve.

Three queries, then none until something public changes: kept under the page cache's generation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _
from wagtail.models import Site

from kernel.languages.choices import current_language
from kernel.languages.models import language_used, value_used
from kernel.pagecache.queries import current_generation
from pages.base.models import BasePage
from pages.base.queries import readable

from ..choices import MENU_SECTIONS, FooterColumn, Section, section_url
from ..models import FooterPage, SiteSettings

KEPT = 300  # seconds: the net under the generation


@dataclass(frozen=True)
class Link:
    """A title in its own language and where it leads."""

    title: str
    url: str
    lang: str


@dataclass(frozen=True)
class LinkGroup:
    """A column of the footer."""

    title: str
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Frame:
    """The menu, the columns of the foot, and what the foot says; `tagline` and `presentation` are blank unless set."""

    menu: list[Link]
    footer: list[LinkGroup]
    tagline: str = ""
    tagline_language: str = ""
    presentation: str = ""
    presentation_language: str = ""


def frame_of(site: Site) -> Frame:
    """The frame of a site in the reader's language."""
    key = f"portal:frame:{current_generation()}:{site.pk}:{current_language()}"
    kept: Frame | None = cache.get(key)
    if kept is None:
        kept = _read(site)
        cache.set(key, kept, KEPT)
    return kept


def _read(site: Site) -> Frame:
    found = SiteSettings.objects.select_related("accessibility_page", "privacy_page").order_by("pk").first()
    menu, footer = _menu(site), _footer(found)
    if found is None:
        return Frame(menu, footer)
    return Frame(menu, footer, *_text(found, "tagline"), *_text(found, "presentation"))


def _text(found: SiteSettings, field: str) -> tuple[str, str]:
    """What the team wrote, and the language it is shown in."""
    return str(value_used(found, field) or ""), language_used(found, field) or ""


def _menu(site: Site) -> list[Link]:
    """The pages in the menus, in the order of the tree; lists of dialogue apps that no page stands for come second."""
    found = readable(BasePage.objects.child_of(site.root_page).in_menu()).for_language().specific(defer=True)
    pages = [_link(page) for page in found]
    addresses = {page.url for page in pages}
    lists = [link for link in map(_section, MENU_SECTIONS) if link.url not in addresses]
    return [*pages[:1], *lists, *pages[1:]]


def _footer(found: SiteSettings | None) -> list[LinkGroup]:
    understand, about = _footer_pages()
    required = [page for page in (found.accessibility_page, found.privacy_page) if page and page.live] if found else []
    groups = [
        LinkGroup(_("Participer"), _ways_to_take_part()),
        LinkGroup(_("Comprendre"), understand),
        LinkGroup(_("À propos"), [*(_link(page) for page in required), *about]),
    ]
    return [group for group in groups if group.links]


def _footer_pages() -> tuple[list[Link], list[Link]]:
    columns: dict[str, list[Link]] = {FooterColumn.UNDERSTAND: [], FooterColumn.ABOUT: []}
    rows = FooterPage.objects.filter(page__live=True).select_related("page").order_by("sort_order", "pk")
    for row in rows:
        columns[row.column].append(_link(row.page))
    return columns[FooterColumn.UNDERSTAND], columns[FooterColumn.ABOUT]


def _ways_to_take_part() -> list[Link]:
    language = current_language()
    ways: Iterable[tuple[Section, str]] = [
        (Section.MEETINGS, _("S’inscrire à une rencontre")),
        (Section.CONSULTATIONS, _("Donner son avis")),
        (Section.FORUMS, _("Rejoindre un forum")),
    ]
    return [Link(words, section_url(section, language), language) for section, words in ways]


def _section(section: Section) -> Link:
    language = current_language()
    return Link(str(section.label), section_url(section, language), language)


def _link(page: Any) -> Link:
    return Link(str(value_used(page, "title")), page.get_url() or "/", language_used(page, "title") or "")
