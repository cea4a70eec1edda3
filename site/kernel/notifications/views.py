"""The list of what one was told."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from . import actions, queries

PAGE_SIZE = 30


@never_cache
@login_required
@require_GET
def notification_list(request: HttpRequest) -> HttpResponse:
    """Everything, the latest first."""
    page = Paginator(queries.of(_reader(request)), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "notes": queries.worded(page.object_list, _reader(request)),
        "unread": queries.unread_count(_reader(request)),
    }
    return render(request, "notifications/list.html", context)


@never_cache
@login_required
@require_GET
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a notification leads, noting that it was read: a note that may be made twice without harm."""
    shown = queries.worded([get_object_or_404(queries.of(_reader(request)), pk=pk)], _reader(request))
    if not shown:
        raise Http404
    actions.mark_read(person=_reader(request), notification_id=pk, at=timezone.now())
    return redirect(shown[0].url or "notifications:list")


@login_required
@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One notification is read."""
    get_object_or_404(queries.of(_reader(request)), pk=pk)
    actions.mark_read(person=_reader(request), notification_id=pk, at=timezone.now())
    return redirect("notifications:list")


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    count = actions.mark_all_read(person=_reader(request), at=timezone.now())
    if count:
        text = ngettext("%(n)d notification marquée comme lue.", "%(n)d notifications marquées comme lues.", count)
        messages.success(request, text % {"n": count})
    return redirect("notifications:list")


def _reader(request: HttpRequest) -> AbstractBaseUser:
    """Who is signed in; login_required has seen to it."""
    return cast(AbstractBaseUser, request.user)
