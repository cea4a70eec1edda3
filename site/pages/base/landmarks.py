"""What every request asks of the tree: the site that answers, and the sections that are private.

One query, then none until something public changes (kernel.pagecache.keeping).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, F, Func, Q
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION, SiteRootPath

from kernel.pagecache.keeping import forget, kept

NAME = "landmarks"
SITE_FIELDS = ("id", "hostname", "port", "site_name", "is_default_site")
ROOT_PATHS_KEPT = 3600  # seconds, as Wagtail keeps them


@dataclass(frozen=True)
class Landmarks:
    """The only site (None where there are several, or none), and the tree paths of private sections."""

    only_site: Site | None
    private_paths: tuple[str, ...]


def site_of(request: HttpRequest) -> Site | None:
    """Wagtail's answer for this request. Where there is one site only it is the same for every host, and known."""
    if not hasattr(request, "_wagtail_site") and (only := _landmarks().only_site):
        request._wagtail_site = only  # type: ignore[attr-defined]  # where Wagtail keeps it for its own tags
    site: Site | None = Site.find_for_request(request)
    return site


def private_paths() -> tuple[str, ...]:
    """The tree paths of the pages that a restriction hides with everything below them."""
    return _landmarks().private_paths


def address_of(url_path: str) -> str:
    """Where a page with this place in the tree is read, in the reader's language; blank where it belongs to no site.
    For pages that stand where the tree says, read without the page itself."""
    paths = Site.get_site_root_paths()
    for _site, root_path, root_url, _language in paths:
        if url_path.startswith(root_path):
            path = reverse("wagtail_serve", args=(url_path.removeprefix(root_path),))
            return path if len(paths) == 1 else f"{root_url}{path}"
    return ""


class InPrivateSection(Func):
    """Whether a page stands in a private section, as part of a query on pages: looked up whenever the query is asked,
    and nothing at all where there is no such section."""

    output_field = BooleanField()

    def __init__(self, path: str | F = "path") -> None:
        super().__init__(path)

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        if not (paths := private_paths()):
            raise EmptyResultSet
        column, params = compiler.compile(self.get_source_expressions()[0])
        below = " OR ".join([f"{column} LIKE %s"] * len(paths))
        return f"({below})", [value for path in paths for value in (*params, f"{path}%")]


def forget_landmarks(**_kwargs: Any) -> None:
    """Receiver: a site or a restriction has changed."""
    forget(NAME)


def _landmarks() -> Landmarks:
    return kept(NAME, _read)


def _read() -> Landmarks:
    marked = Q(sites_rooted_here__isnull=False) | Q(view_restrictions__isnull=False)
    of_site = {f"site_{name}": F(f"sites_rooted_here__{name}") for name in SITE_FIELDS}
    found = apps.get_model(settings.WAGTAIL_PAGE_MODEL).objects.filter(marked)
    pages: list[Any] = list(found.annotate(**of_site, hidden=F("view_restrictions")))
    sites = {page.site_id: _site(page) for page in pages if page.site_id}
    only = next(iter(sites.values())) if len(sites) == 1 else None
    if only is not None and only.is_default_site:
        _tell_wagtail(only)
    else:
        only = None
    return Landmarks(only, tuple({page.path for page in pages if page.hidden}))


def _site(root: Any) -> Site:
    values = [getattr(root, f"site_{name}") for name in SITE_FIELDS]
    site: Site = Site.from_db(root._state.db, [*SITE_FIELDS, "root_page_id"], [*values, root.pk])
    site.root_page = root
    return site


def _tell_wagtail(site: Site) -> None:
    """Wagtail would ask the same again for the first address of a page."""
    paths = [SiteRootPath(site.pk, site.root_page.url_path, site.root_url, settings.LANGUAGE_CODE)]
    cache.add(SITE_ROOT_PATHS_CACHE_KEY, paths, ROOT_PATHS_KEPT, version=SITE_ROOT_PATHS_CACHE_VERSION)
