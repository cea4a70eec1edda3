"""The public log of a consultation, and what each person sees of their own part in it."""

from __future__ import annotations

import csv
from io import StringIO

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kernel.requests.limits import rate_limit

from ..queries.log import public_head, public_links, receipt_of
from .finding import visible

COLUMNS = ("sequence", "kind", "digest", "hash")


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the chain stands and how anyone verifies it."""
    consultation = visible(request, slug)
    return render(request, "consultations/log.html", {"consultation": consultation, "head": public_head(consultation)})


@require_safe
@rate_limit("log", rate="30/m")
def log_table(request: HttpRequest, slug: str, page: int) -> HttpResponse:
    """So many links of the chain, as CSV."""
    consultation = visible(request, slug)
    links = list(public_links(consultation, page))
    if not links and page != 1:
        raise Http404
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(links)
    name = f"{consultation.slug}-log-{page}.csv"
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@login_required
@require_safe
@rate_limit("receipt", rate="30/m")
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """That what one gave counts as it was sealed; nothing that would prove it to somebody else."""
    consultation = visible(request, slug)
    found = receipt_of(request.user, consultation)  # type: ignore[arg-type]  # login_required
    return render(request, "consultations/receipt.html", {"consultation": consultation, "receipt": found})
