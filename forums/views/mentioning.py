"""Who may be named while one writes, and how many people a message would tell."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forums.choices import MAX_BODY
from forums.queries import mentions
from kernel.requests.limits import rate_limit

from .finding import found_topic
from .writing import signed_in

MAX_NAME = 60


@never_cache
@require_safe
@login_required
@rate_limit("forums.mentions", "120/m")
def suggestions(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """People who wrote in the room and organisations of the directory whose name holds `q`."""
    found = found_topic(request, slug, topic)
    text = request.GET.get("q", "")[:MAX_NAME].strip()
    named = mentions.suggestions(found, text, signed_in(request))
    return JsonResponse({"suggestions": [asdict(each) for each in named]})


@never_cache
@require_POST
@login_required
@rate_limit("forums.told", "60/m")
def told(request: HttpRequest, slug: str, topic: int) -> HttpResponse:
    """How many people `source` would tell by naming them, in words."""
    found = found_topic(request, slug, topic)
    people = mentions.who_is_told(found, request.POST.get("source", "")[:MAX_BODY], signed_in(request))
    return JsonResponse({"told": len(people), "sentence": told_in_words(len(people))})


def told_in_words(number: int) -> str:
    """« 2 personnes seront prévenues » ; blank for nobody."""
    if not number:
        return ""
    return ngettext(
        "Une personne nommée ici sera prévenue.", "%(number)d personnes nommées ici seront prévenues.", number
    ) % {"number": number}
