"""What engines read: robots.txt and the sitemap."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.languages.choices import DEFAULT
from pages.base.landmarks import site_of

from ..queries import public_addresses
from ..queries.published import in_languages

CLOSED = ("/account/", "/api/", "/cms/", "/language/", "/mailbox/", "/my/", "/search/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where engines may go; nowhere in a demonstration."""
    rules = ["/"] if settings.DEMO else [path for part in CLOSED for path in (part, f"/*{part}")]
    lines = ["User-agent: *", *(f"Disallow: {rule}" for rule in rules), "", f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public address, once a language, each naming the others."""
    site = site_of(request)
    addresses = public_addresses(site) if site else []
    entries = []
    for address in addresses:
        places = in_languages(address, settings.BASE_URL)
        default = places.get(DEFAULT) or next(iter(places.values()), "")
        entries += [(location, address.updated_at, places, default) for location in places.values()]
    return render(request, "portal/sitemap.xml", {"entries": entries}, content_type="application/xml; charset=utf-8")
