"""What stands around every page: the menu and the foot, made of pages and of the lists that the apps serve.

Two queries, then none until something public changes (kernel.pagecache.keeping).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Site

from kernel.languages.choices import current_language
from kernel.languages.models import language_used, value_used
from kernel.pagecache.keeping import kept
from pages.base.models import BasePage
from pages.base.queries import linkable

from ..choices import MENU_SECTIONS, FooterColumn, Section, section_url
from ..models import SiteSettings


@dataclass(frozen=True)
class Link:
    """A title in its own language and where it leads; `kind` is the type of a page ("projectindexpage"), else blank."""

    title: str
    url: str
    lang: str
    kind: str = ""


@dataclass(frozen=True)
class LinkGroup:
    """A column of the footer."""

    title: str
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Frame:
    """The menu, the columns of the foot, and what the foot says; `tagline` and `presentation` are blank unless set.

    `privacy` is the page on personal data, None unless there is one that everyone may read.
    """

    menu: list[Link]
    footer: list[LinkGroup]
    tagline: str = ""
    tagline_language: str = ""
    presentation: str = ""
    presentation_language: str = ""
    privacy: Link | None = None


def frame_of(site: Site) -> Frame:
    """The frame of a site in the reader's language."""
    return kept(f"frame:{site.pk}", lambda: _read(site))


def _read(site: Site) -> Frame:
    """Two queries: the settings once a page of the foot, then every page of the menu and the foot."""
    places: list[Any] = list(
        SiteSettings.objects.annotate(page=F("footer_pages__page"), column=F("footer_pages__column")).order_by(
            "pk", "footer_pages__sort_order", "footer_pages__pk"
        )
    )
    found = places[0] if places else None
    about = [found.accessibility_page_id, found.privacy_page_id] if found else []
    about += [place.page for place in places if place.column == FooterColumn.ABOUT]
    understand = [place.page for place in places if place.column == FooterColumn.UNDERSTAND]
    pages = _pages(site, {*about, *understand} - {None})
    menu = [page for page in pages.values() if page.show_in_menus and page.is_child_of(site.root_page)]
    footer = _footer(_links(pages, understand), _links(pages, about))
    if found is None:
        return Frame(_menu(menu), footer)
    privacy = next(iter(_links(pages, [found.privacy_page_id])), None)
    return Frame(_menu(menu), footer, *_text(found, "tagline"), *_text(found, "presentation"), privacy)


def _pages(site: Site, ids: set[int]) -> dict[int, Any]:
    """The pages of the menu and those of these ids that may be named, in tree order, each in its own type (without that
    type's fields: no query more)."""
    wanted = BasePage.objects.child_of(site.root_page).in_menu() | BasePage.objects.filter(pk__in=ids)
    return {page.pk: page for page in linkable(wanted).specific(defer=True)}


def _text(found: SiteSettings, field: str) -> tuple[str, str]:
    """What the team wrote, and the language it is shown in."""
    return str(value_used(found, field) or ""), language_used(found, field) or ""


def _menu(pages: Iterable[Any]) -> list[Link]:
    """The pages in the menus, in the order of the tree; lists of dialogue apps that no page stands for come second."""
    links = [_link(page) for page in pages]
    addresses = {link.url for link in links}
    lists = [link for link in map(_section, MENU_SECTIONS) if link.url not in addresses]
    return [*links[:1], *lists, *links[1:]]


def _footer(understand: list[Link], about: list[Link]) -> list[LinkGroup]:
    groups = [
        LinkGroup(_("Participer"), _ways_to_take_part()),
        LinkGroup(_("Comprendre"), understand),
        LinkGroup(_("À propos"), about),
    ]
    return [group for group in groups if group.links]


def _links(pages: dict[int, Any], ids: Iterable[int]) -> list[Link]:
    """Links to those that may be read, each once."""
    return [_link(pages[pk]) for pk in dict.fromkeys(ids) if pk in pages]


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
    return Link(
        str(value_used(page, "title")),
        page.get_url() or "/",
        language_used(page, "title") or "",
        page.cached_content_type.model,
    )
