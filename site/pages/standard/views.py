"""Pages of text."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from pages.base.queries import ancestors_of, cards_below
from pages.base.registry import page_view

from .models import StandardPage


@page_view(StandardPage, related=("cover",))
def standard(request: HttpRequest, page: StandardPage) -> HttpResponse:
    """A text, its contents and the pages below it."""
    context = {
        "page": page,
        "ancestors": ancestors_of(page),
        "children": list(cards_below(page)) if page.show_children and page.pk else [],
    }
    return TemplateResponse(request, "pages/standard/standard.html", context)
