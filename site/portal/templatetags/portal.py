"""What stands in every header and footer: links made of pages."""

from dataclasses import dataclass, field
from typing import Any

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Site

from kernel.languages.choices import current_language
from kernel.languages.models import language_used, value_used

register = template.Library()


@dataclass(frozen=True)
class Link:
    """A title in its own language, an address, and whether the reader stands below it."""

    title: str
    url: str
    lang: str
    current: bool = False


@dataclass(frozen=True)
class LinkGroup:
    """A column of the footer."""

    title: str
    links: list[Link] = field(default_factory=list)


def _links(context: dict[str, Any], *, in_menu: bool) -> list[Link]:
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if request is None or site is None:
        return []
    children = site.root_page.get_children().live().public().filter(show_in_menus=in_menu)
    links = []
    for page in children:
        url = page.get_url(request) or "/"
        lang = language_used(page, "title") or current_language()
        current = request.path.startswith(url)
        links.append(Link(title=value_used(page, "title"), url=url, lang=lang, current=current))
    return links


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[Link]:
    """{% navigation as items %}: the pages under the home page that stand in the menus."""
    return _links(context, in_menu=True)


@register.simple_tag(takes_context=True)
def footer_links(context: dict[str, Any]) -> list[LinkGroup]:
    """{% footer_links as groups %}: the pages under the home page that stand at the foot of every page."""
    links = _links(context, in_menu=False)
    return [LinkGroup(title=_("À propos"), links=links)] if links else []
