"""The page of the directory. An organisation's own profile is a view of actors."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from actors.choices import ORGANISATION_CONSTITUENCIES
from kernel.requests.limits import search_limit
from kernel.search.queries import Wanted, search
from pages.base.queries import ancestors_of
from pages.base.registry import page_view

from .models import NetworkPage
from .queries import BOTH_SIDES, Place, organisations, places, sides

SHOWN = 12
MAX_TEXT = 200
SIDE_NAMES = {
    "north": _("Rive nord"),
    "south-and-east": _("Rive sud et est"),
    "basin": _("À l’échelle du bassin"),
}


def _matching(text: str, language: str) -> set[int] | None:
    if not text:
        return None
    wanted = Wanted(text=text, kinds=frozenset({"organisation"}))
    return {hit.object_id for hit in search(wanted, person=None, language=language, page_size=600).hits}


def _label(place: Place) -> str:
    said = ngettext("%(place)s : %(count)s organisme", "%(place)s : %(count)s organismes", place.count)
    return said % {"place": place.territory.name, "count": place.count}


def _marks(found: Iterable[Place], chosen: Place | None, others: dict[str, str]) -> list[dict[str, Any]]:
    """What the map draws: each place with the address that narrows the directory to it."""
    return [
        {
            "label": _label(place),
            "url": "?" + urlencode({**others, "territory": place.territory.slug}) + "#directory",
            "lat": place.territory.latitude,
            "lon": place.territory.longitude,
            "count": place.count,
            "chosen": place == chosen,
            "place": place,
        }
        for place in found
    ]


def _of_side(marks: Iterable[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    return [mark for mark in marks if mark["place"].side == code]


@page_view(NetworkPage)
@search_limit
def directory(request: HttpRequest, page: NetworkPage) -> HttpResponse:
    """Organisations by shore on a map and in lists, with a search by name, a constituency, a side, a territory."""
    text = request.GET.get("q", "").strip()[:MAX_TEXT]
    known = {value for value, _words in ORGANISATION_CONSTITUENCIES}
    constituency = request.GET.get("constituency", "")
    constituency = constituency if constituency in known else ""
    side = request.GET.get("side", "")
    side = side if side in BOTH_SIDES else ""
    found = list(organisations(constituency=constituency, only=_matching(text, request.LANGUAGE_CODE)))
    on_map = places(found)
    chosen = next((place for place in on_map if place.territory.slug == request.GET.get("territory")), None)
    listed = [one for one in found if chosen is None or one.territory_id == chosen.territory.pk]
    every = sides(listed, None if text or side or chosen else SHOWN)
    kept = [one for one in every if not side or one.code == side]
    others = {name: value for name, value in (("q", text), ("constituency", constituency)) if value}
    marks = _marks(on_map, chosen, others)
    context = {
        "page": page,
        "ancestors": ancestors_of(page),
        "text": text,
        "constituency": constituency,
        "side": side,
        "chosen": chosen,
        "constituencies": ORGANISATION_CONSTITUENCIES,
        "sides": [(one, SIDE_NAMES[one.code]) for one in kept if one.count],
        "total": sum(one.count for one in kept),
        "marks": marks,
        "shores": [(name, shore) for code, name in SIDE_NAMES.items() if (shore := _of_side(marks, code))],
        "elsewhere": len(found) - sum(place.count for place in on_map),
    }
    return TemplateResponse(request, "pages/network/directory.html", context)
