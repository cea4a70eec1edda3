"""The pages of news."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from pages.base.bodies import minutes_to_read
from pages.base.queries import ancestors_of
from pages.base.registry import page_view

from .models import NewsIndexPage, NewsPage
from .queries import news, read_next, related_pages

PAGE_SIZE = 12


@page_view(NewsIndexPage)
def news_list(request: HttpRequest, page: NewsIndexPage) -> HttpResponse:
    """News, newest first."""
    shown = Paginator(news(), PAGE_SIZE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "pages/news/list.html", {"page": page, "shown": shown})


@page_view(NewsPage, related=("cover",))
def news_item(request: HttpRequest, page: NewsPage) -> HttpResponse:
    """One piece of news."""
    context = {
        "page": page,
        "ancestors": ancestors_of(page),
        "related": related_pages(page),
        "following": read_next(page),
        "minutes": minutes_to_read(page),
    }
    return TemplateResponse(request, "pages/news/news.html", context)
