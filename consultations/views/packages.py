"""The result packages of a consultation, for everyone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kernel.requests.limits import rate_limit

from ..models import Package
from ..queries.package import packages_of
from .finding import visible


@require_safe
def packages(request: HttpRequest, slug: str) -> HttpResponse:
    """Every package with its digest, and how to recompute the figures."""
    consultation = visible(request, slug)
    return render(
        request,
        "consultations/packages.html",
        {"consultation": consultation, "packages": packages_of(consultation)},
    )


@require_safe
@rate_limit("package", rate="30/m")
def package(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One package; its bytes never change."""
    found = get_object_or_404(Package, consultation=visible(request, slug), number=number)
    try:
        with found.file.open("rb") as kept:
            content = kept.read()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"{slug}-{number}.zip") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
