"""From an address to its page in two queries, whatever the depth of the tree."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import Site
from wagtail.url_routing import RouteResult

from .landmarks import private_paths, site_of
from .registry import related_of

if TYPE_CHECKING:
    from .models import BasePage


def route(model: "type[BasePage]", request: HttpRequest, path: str) -> RouteResult | None:
    """The live page at `path` below the request's site, in its own type and without the languages nobody will see.

    Same answer as Wagtail's walk down the tree: only the page itself must be live. None where there is no such page.
    """
    site = site_of(request)
    if site is None:
        return None
    row = _identity(model, site, [*filter(None, path.split("/"))])
    if row is None:
        return None
    page_type = ContentType.objects.get_for_id(row[1]).model_class()
    if page_type is None:
        return None
    manager: Any = page_type._default_manager
    pages = manager.for_language().select_related(*related_of(page_type))
    page = pages.filter(pk=row[0], live=True).order_by().first()
    if page is None:
        return None
    page.is_known_public = page.alias_of_id is None and not page.path.startswith(private_paths())
    return RouteResult(page)


def _identity(model: "type[BasePage]", site: Site, parts: list[str]) -> tuple[int, int] | None:
    """The id and the content type of the live page at these parts of an address. The home page came with its site."""
    root = site.root_page
    if not parts:
        return root.pk, root.content_type_id
    url_path = "/".join([root.url_path.rstrip("/"), *parts, ""])
    found = model.objects.filter(url_path=url_path, live=True, path__startswith=root.path)
    identity: tuple[int, int] | None = found.values_list("pk", "content_type_id").first()
    return identity
