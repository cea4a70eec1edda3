"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from pages.base.registry import page_view

from ..models import HomePage
from ..queries import home_of


@page_view(HomePage)
def home(request: HttpRequest, page: HomePage) -> HttpResponse:
    """The map of the basin, what comes next, what may be answered and what came of it."""
    return TemplateResponse(request, "portal/home.html", {"page": page, "home": home_of(page, timezone.now())})
