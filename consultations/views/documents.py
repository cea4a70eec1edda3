"""Documents of mandates and positions, handed out one by one to who may read them at that instant."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kernel.uploads.names import CONTENT_TYPES, type_of

from ..mandates import may_read_mandate
from ..models import Mandate


@require_safe
def mandate_document(request: HttpRequest, organisation: str, pk: int) -> HttpResponse:
    """The act that gives a mandate: for its holder, the organisation's focal points and the team."""
    found = Mandate.objects.select_related("organisation").filter(pk=pk, organisation__slug=organisation).first()
    if found is None or not may_read_mandate(request.user, found):
        raise Http404
    return handed_out(request, found.document, found.document_name)


def handed_out(request: HttpRequest, document: FieldFile, name: str) -> HttpResponse:
    """A document to save. A browser may keep it and asks again at each use. Raises Http404 where there is none."""
    if not document:
        raise Http404
    mark = f'"{str(document.name).rpartition("/")[2]}"'
    if request.headers.get("If-None-Match") == mark:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(_bytes(document), content_type=CONTENT_TYPES[type_of(document.name)])
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["ETag"] = mark
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _bytes(document: FieldFile) -> bytes:
    try:
        with document.open("rb") as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        raise Http404 from None
