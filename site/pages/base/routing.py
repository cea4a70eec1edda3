"""From an address to its page in two queries, whatever the depth of the tree."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import Site
from wagtail.url_routing import RouteResult

from .registry import related_of

if TYPE_CHECKING:
    from .models import BasePage


def route(model: "type[BasePage]", request: HttpRequest, path: str) -> RouteResult | None:
    """The live page at `path` below the request's site, in its own type and without the languages nobody will see.

    Same answer as Wagtail's walk down the tree: only the page itself must be live. None where there is no such page.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    url_path = "/".join([site.root_page.url_path.rstrip("/"), *filter(None, path.split("/")), ""])
    found = model.objects.filter(url_path=url_path, live=True, path__startswith=site.root_page.path)
    row = found.annotate(is_private=model.objects.all().private_condition()).values_list("pk", "content_type_id", "is_private").first()
    if row is None:
        return None
    page_type = ContentType.objects.get_for_id(row[1]).model_class()
    if page_type is None:
        return None
    pages = page_type._default_manager.for_language().select_related(*related_of(page_type))
    page = pages.filter(pk=row[0], live=True).first()
    if page is None:
        return None
    page.is_known_public = not row[2] and page.alias_of_id is None
    return RouteResult(page)
