"""Files given as answers, handed to whoever gave them or to the team. Nothing else leads to them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import queries
from ..models.questionnaire import private_files
from ..questionnaire.asking import Value
from .finding import visible


@never_cache
@login_required
@require_safe
def own_file(request: HttpRequest, slug: str, question: int) -> HttpResponse:
    """The file that the person gave to a question, in their draft or sent."""
    consultation = visible(request, slug)
    answers = queries.written(queries.response_of(consultation, request.user))  # type: ignore[arg-type]
    value = answers.get(question)
    if not isinstance(value, dict) or "path" not in value:
        raise Http404
    return handed(value)


def handed(value: Value) -> HttpResponse:
    """A file to save, never shown by the browser. Raises Http404 where its bytes are gone."""
    try:
        with private_files().open(value["path"]) as kept:
            content = bytes(kept.read())
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=value["type"])
    response["Content-Disposition"] = content_disposition_header(True, value["name"]) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
