"""What stands around every page: the menu and the foot, made of pages and of the lists that the apps serve.

One query, then none until something public changes (kernel.pagecache.keeping).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, Subquery
from django.utils.translation import gettext as _
from modeltranslation.utils import resolution_order
from wagtail.models import Site

from kernel.languages.choices import LANGUAGES, current_language
from kernel.languages.models import language_used, value_used
from kernel.pagecache.keeping import kept
from pages.base.models import BasePage
from pages.base.queries import linkable

from ..choices import MENU_SECTIONS, FooterColumn, Section, section_url
from ..models import SiteSettings

TEXT_COLUMNS = [f"{name}_{language}" for name in ("tagline", "presentation") for language in LANGUAGES]


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
    """One query: every page of the menu and the foot, with its places in it and what the foot says."""
    rows = list(_pages(site))
    says = rows[0] if rows else SiteSettings.objects.first()
    menu = {row.pk: row for row in rows if row.show_in_menus and row.is_child_of(site.root_page)}
    privacy = [row for row in rows if row.privacy]
    about = [*(row for row in rows if row.accessibility), *privacy, *_placed(rows, FooterColumn.ABOUT)]
    return Frame(
        _menu(menu.values()),
        _footer(_links(_placed(rows, FooterColumn.UNDERSTAND)), _links(about)),
        *_text(says, "tagline"),
        *_text(says, "presentation"),
        privacy=next(iter(_links(privacy)), None),
    )


def _pages(site: Site) -> Any:
    """The pages of the menu and the foot that may be named, in tree order, once for each place in the foot."""
    root, settings = site.root_page, SiteSettings.objects.order_by("pk")
    texts = {name: Subquery(settings.values(name)[:1]) for name in TEXT_COLUMNS}
    wanted = Q(path__startswith=root.path, depth=root.depth + 1, show_in_menus=True)
    wanted |= Q(footer_places__isnull=False) | Q(accessibility_of__isnull=False) | Q(privacy_of__isnull=False)
    return linkable(BasePage.objects.filter(wanted)).annotate(
        column=F("footer_places__column"),
        rank=F("footer_places__sort_order"),
        accessibility=F("accessibility_of"),
        privacy=F("privacy_of"),
        **texts,
    )


def _placed(rows: list[Any], column: FooterColumn) -> list[Any]:
    """The pages that the team put in a column, in its order."""
    return sorted((row for row in rows if row.column == column), key=lambda row: row.rank or 0)


def _text(says: Any, name: str) -> tuple[str, str]:
    """What the team wrote, and the language it is shown in."""
    for language in resolution_order(current_language()):
        if text := getattr(says, f"{name}_{language}", None):
            return str(text), language
    return "", ""


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


def _links(pages: Iterable[Any]) -> list[Link]:
    """Links to these pages, each once."""
    return list(dict.fromkeys(map(_link, pages)))


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
        page.specific_deferred.get_url() or "/",  # sections of the dialogue apps stand where their lists are
        language_used(page, "title") or "",
        page.cached_content_type.model,
    )
