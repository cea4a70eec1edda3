"""The local mailbox: what Rives would have sent, readable in the browser. Its team's and the demo's only."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from csp.decorators import csp
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from . import queries, transports
from .choices import MailState
from .models import Mail

PAGE_SIZE = 25
View = Callable[..., HttpResponse]
MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
}
HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


def mailbox_view(view: View) -> View:
    """A view of the mailbox: 404 where there is none (mail leaves by a server) or for who has no right to it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not transports.keeps_bodies():
            raise Http404
        if not settings.DEMO and not (request.user.is_authenticated and request.user.is_staff):
            raise Http404
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return never_cache(require_GET(guarded))


@mailbox_view
def mailbox(request: HttpRequest, uid: UUID | None = None) -> HttpResponse:
    """The list, and the mail that is open: the one asked for, else the latest."""
    mails = queries.mailbox_of(request.user, demo=settings.DEMO)
    page = Paginator(mails.defer("raw", "html", "text", "calendar"), PAGE_SIZE).get_page(request.GET.get("page"))
    opened = get_object_or_404(mails, uid=uid) if uid else mails.filter(state=MailState.SENT).first()
    context = {
        "page_obj": page,
        "mails": page.object_list,
        "opened": opened,
        "body": queries.body_of(opened) if opened else None,
        "chosen": uid is not None,
    }
    return render(request, "mailbox/mailbox.html", context)


@mailbox_view
@xframe_options_sameorigin
@csp(MAIL_POLICY)  # type: ignore[untyped-decorator]  # django-csp ships no types
def body(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The HTML part as it was sent, for the frame: no script, no request, links open in the whole window."""
    html = queries.body_of(_mail(request, uid)).html
    if not html:
        raise Http404
    return HttpResponse(HEAD.sub(lambda found: f'{found[0]}<base target="_top">', html, count=1))


@mailbox_view
def text(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The plain-text part."""
    return HttpResponse(queries.body_of(_mail(request, uid)).text, content_type="text/plain; charset=utf-8")


@mailbox_view
def invitation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The calendar part, as a file."""
    calendar = queries.body_of(_mail(request, uid)).calendar
    if not calendar:
        raise Http404
    response = HttpResponse(calendar.encode(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="invite.ics"'
    return response


def _mail(request: HttpRequest, uid: UUID) -> Mail:
    return get_object_or_404(queries.mailbox_of(request.user, demo=settings.DEMO), uid=uid)
