"""Links inside rich text. A whole body is expanded at once: one query for its pages, one for its documents."""

from typing import Any

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from .models import BasePage
from .queries import linkable


class LivePageLink(PageLinkHandler):
    """A link to a page in the reader's language. A page that is not public gives plain text, never its address."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        ids = {str(attrs.get("id")) for attrs in attrs_list}
        pages = linkable(BasePage.objects.filter(pk__in=[pk for pk in ids if pk.isdigit()]))
        found = {str(page.pk): page for page in pages.for_language()}
        return [found.get(str(attrs.get("id"))) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [f'<a href="{escape(page.url)}">' if page else "<a>" for page in cls.get_many(attrs_list)]
