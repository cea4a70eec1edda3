"""The journal of moderation: for who moderates, with names and filters; for everyone, without."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forums.acts import ACTS
from forums.queries import journal_of_moderation as journals
from forums.queries.journal_objects import messages_named
from forums.queries.moderation import rooms_moderated
from kernel.pagecache.keeping import kept
from kernel.requests.numbers import whole_number

from .writing import signed_in

PER_PAGE = 50


@never_cache
@login_required
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Every act, with who did it: for moderators, in their rooms."""
    person = signed_in(request)
    rooms = list(rooms_moderated(person))
    if not rooms:
        raise Http404
    verb = request.GET.get("act", "") if request.GET.get("act") in ACTS else ""
    room = next((each for each in rooms if each.slug == request.GET.get("room", "")), None)
    everywhere = person.has_perm("forums.moderate")
    entries = journals.acts_in(rooms_moderated(person), everywhere, verb, room)
    page = Paginator(entries, PER_PAGE).get_page(whole_number(request.GET.get("page", "")) or 1)
    messages = messages_named(page, rooms)
    context = {
        "page_obj": page,
        "rooms": rooms,
        "room": room,
        "act": verb,
        "acts": ACTS.items(),
        "rows": [(entry, ACTS.get(entry.verb, entry.verb), messages.get(entry.target_id)) for entry in page],
    }
    return render(request, "forums/moderation/journal.html", context)


@require_safe
def public_log(request: HttpRequest) -> HttpResponse:
    """What moderators did in public rooms, without names, and the counts of each half-year."""
    page = Paginator(journals.public_entries(), PER_PAGE).get_page(whole_number(request.GET.get("page", "")) or 1)
    context = {
        "page_obj": page,
        "acts": [(act, ACTS[act.verb]) for act in journals.public_acts(page)],
        "half_years": kept("forums.half_years", journals.half_years),
    }
    return render(request, "forums/moderation/log.html", context)
