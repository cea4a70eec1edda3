"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from pages.base.landmarks import site_of
from pages.base.registry import page_view

from ..models import HomePage
from ..queries import frame_of, home_of


@page_view(HomePage)
def home(request: HttpRequest, page: HomePage) -> HttpResponse:
    """The map of the basin, what comes next, what may be answered and what came of it."""
    frame = frame_of(site_of(request))
    return TemplateResponse(request, "portal/home.html", {"page": page, "home": home_of(page, frame, timezone.now())})
