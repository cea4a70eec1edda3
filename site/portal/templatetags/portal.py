"""What stands around every page: {% navigation as items %}, {% footer_links as groups %}, {% breadcrumbs page %}."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from actors.choices import Constituency
from kernel.languages.choices import current_language
from kernel.languages.models import language_used, value_used
from pages.base.landmarks import site_of
from pages.base.queries import ancestors_of
from portal.queries import Frame, Link, LinkGroup, frame_of

register = template.Library()


@dataclass(frozen=True)
class MenuLink:
    """An entry of the menu, and whether the reader stands below it."""

    title: str
    url: str
    lang: str
    current: bool


@dataclass(frozen=True)
class Crumb:
    """A step above the page; `lang` is blank where the title is in the reader's language."""

    title: str
    url: str
    lang: str


def _frame(context: dict[str, Any]) -> Frame | None:
    request = context.get("request")
    site = site_of(request) if request else None
    return frame_of(site) if site else None


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[MenuLink]:
    """{% navigation as items %}: the pages in the menus and the lists of the dialogue apps."""
    frame, path = _frame(context), context["request"].path if context.get("request") else ""
    links = frame.menu if frame else []
    return [MenuLink(link.title, link.url, link.lang, path.startswith(link.url)) for link in links]


@register.simple_tag(takes_context=True)
def footer_links(context: dict[str, Any]) -> list[LinkGroup]:
    """{% footer_links as groups %}: the columns at the foot of every page."""
    frame = _frame(context)
    return frame.footer if frame else []


@register.simple_tag(takes_context=True)
def footer_texts(context: dict[str, Any]) -> Frame | None:
    """{% footer_texts as foot %}: foot.tagline and foot.presentation, blank unless written, and their languages."""
    return _frame(context)


@register.simple_tag(takes_context=True)
def privacy_page(context: dict[str, Any]) -> Link | None:
    """{% privacy_page as privacy %}: the page on personal data that the team chose, for the forms that ask for some."""
    frame = _frame(context)
    return frame.privacy if frame else None


@register.inclusion_tag("components/crumbs.html")
def breadcrumbs(page: Any, here: str = "") -> dict[str, Any]:
    """{% breadcrumbs page %}: the pages above this one. One query, whatever the depth."""
    return {"crumbs": [_crumb(step) for step in ancestors_of(page)], "here": here}


def _crumb(page: Any) -> Crumb:
    used = language_used(page, "title") or ""
    return Crumb(str(value_used(page, "title")), page.get_url() or "", "" if used == current_language() else used)


@register.filter
def constituency_name(value: str) -> str:
    """The word for a constituency; blank for anything else."""
    return str(Constituency(value).label) if value in Constituency.values else ""


@register.filter
def moment(value: str) -> datetime | None:
    """A date or a date and time out of a search row, for the date filters; None where it cannot be read."""
    try:
        found = parse_datetime(value) or datetime.fromisoformat(str(parse_date(value)))
    except ValueError:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)
