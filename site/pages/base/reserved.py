"""Slugs that no page at the root of the site may take: other parts of Rives answer there."""

from typing import Any

RESERVED = frozenset(
    {"account", "meetings", "forums", "consultations", "network", "search", "my"}  # in each language
    | {"cms", "live", "api", "documents", "media", "static", "healthz", "readyz"}  # outside the languages
    | {"fr", "en", "ar", "sitemap.xml", "robots.txt", "feeds"}
)
ROOT_DEPTH = 2  # the tree's root has depth 1, the home page of a site 2


def is_reserved(slug: str, parent: Any) -> bool:
    """Whether a page of this slug below `parent` would hide another part of the site."""
    return parent is not None and parent.depth == ROOT_DEPTH and slug in RESERVED
