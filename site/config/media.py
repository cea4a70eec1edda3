"""Uploaded pictures on the embedded default; in production the proxy or the bucket answers under /media/."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

PRIVATE = "documents"  # these go through Wagtail, which asks who may read them


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """An uploaded file; their names change with their content, so browsers may keep them."""
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
    except (SuspiciousFileOperation, ValueError):
        raise Http404 from None
    parts = file.relative_to(Path(settings.MEDIA_ROOT).absolute()).parts
    if parts[:1] == (PRIVATE,) or not file.is_file():
        raise Http404
    kind, _ = mimetypes.guess_type(file.name)
    response = HttpResponse(file.read_bytes(), content_type=kind or "application/octet-stream")
    response["Cache-Control"] = "public, max-age=604800, immutable"
    return response
