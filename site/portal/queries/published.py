"""Everything that everyone may read, as search knows it: for the feed of the whole site and for the sitemap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Site

from kernel.search.models import Entry
from kernel.search.queries import visible_entries
from pages.base.models import BasePage
from pages.base.queries import linkable

FEED_LENGTH = 30
LOOKED_AT = 200  # the latest entries, of which those that everyone may read are kept
MAX_ADDRESSES = 50_000  # of a sitemap (sitemaps.org)


@dataclass(frozen=True)
class Address:
    """A public address without its language, the languages in which something is written there, and since when."""

    path: str
    languages: tuple[str, ...]
    updated_at: datetime | None


def latest(language: str) -> list[Entry]:
    """What was published last in a language, newest first."""
    rows = Entry.objects.filter(language=language, updated_at__isnull=False).order_by("-updated_at", "-pk")
    return visible_entries(list(rows[:LOOKED_AT]), None)[:FEED_LENGTH]


def public_addresses(site: Site) -> list[Address]:
    """Every public page, and everything else that a signed-out visitor can find; fragments of a page count once."""
    found: dict[str, tuple[set[str], datetime | None]] = {}
    for path, languages, updated_at in [*_pages(site), *_found()]:
        known, since = found.get(path, (set(), None))
        latest_of = max(filter(None, (since, updated_at)), default=None)
        found[path] = (known | languages, latest_of)
    return [Address(path, tuple(sorted(codes)), since) for path, (codes, since) in sorted(found.items())][
        :MAX_ADDRESSES
    ]


def _pages(site: Site) -> Iterable[tuple[str, set[str], datetime | None]]:
    root = site.root_page.url_path
    pages = linkable(BasePage.objects.descendant_of(site.root_page, inclusive=True))
    for url_path, languages, updated_at in pages.values_list("url_path", "translations", "last_published_at"):
        yield f"/{url_path.removeprefix(root)}", set(filter(None, languages.split(","))), updated_at


def _found() -> Iterable[tuple[str, set[str], datetime | None]]:
    entries: Any = Entry.objects.only("kind", "object_id", "language", "path", "updated_at").order_by()
    for entry in visible_entries(list(entries), None):
        if entry.path:
            yield entry.path.partition("#")[0].partition("?")[0], {entry.language}, entry.updated_at


def in_languages(address: Address, origin: str) -> Mapping[str, str]:
    """The full address in each language."""
    return {language: f"{origin}/{language}{address.path}" for language in address.languages}
