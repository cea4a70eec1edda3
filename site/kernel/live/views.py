"""The log by polling: for signed-out readers, and for anyone whose network carries no WebSocket."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from kernel.languages.choices import DEFAULT, LANGUAGES
from kernel.requests.numbers import whole_number

from . import frames, queries, registry
from .registry import MAX_KEY, kind_of


@require_safe
def poll(request: HttpRequest, stream: str) -> HttpResponse:
    """What happened in a stream since a number: `GET /live/<stream>?since=N&lang=fr`.

    Answers {"s", "head", "epoch", "frame"}; the frame is what a socket would have been sent (null: nothing new). 304
    when the head has not moved since the answer that the browser holds; 404 for what the reader may not follow. The
    answer for a public stream is the same for everyone and looks at no cookie, so that the page cache may keep it.
    """
    found = kind_of(stream) if len(stream) <= MAX_KEY else None
    if found is None:
        raise Http404
    head = queries.head(stream)  # before the events: the answer may repeat one, never miss one
    is_public = registry.may_read(None, stream)
    if not is_public and not (request.user.is_authenticated and registry.may_read(request.user, stream)):
        raise Http404
    language = request.GET.get("lang", DEFAULT)
    response = _answer(request, head, language if language in LANGUAGES else DEFAULT)
    if queries.head(stream).acl != head.acl:
        return poll(request, stream)  # rights changed meanwhile: what was read may not be theirs any more
    response["Cache-Control"] = "public, max-age=0, must-revalidate" if is_public else "private, no-store"
    return response


def _answer(request: HttpRequest, head: queries.Head, language: str) -> HttpResponse:
    since = whole_number(request.GET.get("since", ""))
    etag = quote_etag(f"{head.epoch}.{head.seq}.{since}.{language}")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(_text(head, since, language), content_type="application/json; charset=utf-8")
    response["ETag"] = etag
    return response


def _text(head: queries.Head, since: int | None, language: str) -> str:
    standing = frames.encode(s=head.stream, head=head.seq, epoch=head.epoch)
    return f'{standing[:-1]},"frame":{_frame(head, since, language)}}}'


def _frame(head: queries.Head, since: int | None, language: str) -> str:
    if since is None or not head.floor <= since <= head.seq:
        return frames.reset(head.stream, language, "range")
    if since == head.seq:
        return "null"
    frame = frames.prepare(head.stream, {(since, language)})[since, language]
    return frame.text if frame and frame.to > since else frames.reset(head.stream, language, "behind")
