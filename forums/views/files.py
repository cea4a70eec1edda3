"""Files of messages, handed out one by one to who may read the message at that instant. Nothing else leads to them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from forums.actions.attachments import private_files, small_path
from forums.models import Attachment
from forums.queries.attachments import file_for, held_file_for
from kernel.uploads.names import CONTENT_TYPES, type_of

from .finding import found_post, reader


@require_safe
def attachment(request: HttpRequest, slug: str, topic: int, number: int, ident: int) -> HttpResponse:
    """A file of a message: a picture is shown, everything else is saved. `?small` is the picture that pages show.

    Asked for again at each use: a browser may keep it, and shows it only once the answer is still yes.
    """
    return _handed_out(request, file_for(reader(request), found_post(request, slug, topic, number), ident))


@require_safe
def held_attachment(request: HttpRequest, held: int, ident: int) -> HttpResponse:
    """A file of a message that is not published, for who wrote it and who moderates there; handed out alike."""
    return _handed_out(request, held_file_for(reader(request), held, ident))


def _handed_out(request: HttpRequest, found: Attachment | None) -> HttpResponse:
    if found is None:
        raise Http404
    kept = found.kept
    path = str(kept.file)
    if found.image and "small" in request.GET:
        path = small_path(path)
    mark = f'"{path.rpartition("/")[2]}"'
    if request.headers.get("If-None-Match") == mark:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(_bytes(path), content_type=CONTENT_TYPES[type_of(path)])
        response["Content-Disposition"] = content_disposition_header(found.image is None, kept.title) or "attachment"
    response["ETag"] = mark
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _bytes(path: str) -> bytes:
    try:
        with private_files().open(path) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        raise Http404 from None
