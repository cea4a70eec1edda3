"""The page of the directory. An organisation's own profile is a view of actors."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from actors.choices import ORGANISATION_CONSTITUENCIES
from kernel.search.queries import Wanted, search
from pages.base.queries import ancestors_of
from pages.base.registry import page_view

from .models import NetworkPage
from .queries import BOTH_SIDES, organisations, sides

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


@page_view(NetworkPage)
def directory(request: HttpRequest, page: NetworkPage) -> HttpResponse:
    """Organisations by shore, with a search by name and a filter by constituency."""
    text = request.GET.get("q", "").strip()[:MAX_TEXT]
    known = {value for value, _label in ORGANISATION_CONSTITUENCIES}
    constituency = request.GET.get("constituency", "")
    constituency = constituency if constituency in known else ""
    side = request.GET.get("side", "")
    found = organisations(constituency=constituency, only=_matching(text, request.LANGUAGE_CODE))
    every = sides(found, None if text or side in BOTH_SIDES else SHOWN)
    kept = [one for one in every if side not in BOTH_SIDES or one.code == side]
    context = {
        "page": page,
        "ancestors": ancestors_of(page),
        "text": text,
        "constituency": constituency,
        "side": side if side in BOTH_SIDES else "",
        "constituencies": ORGANISATION_CONSTITUENCIES,
        "sides": [(one, SIDE_NAMES[one.code]) for one in kept if one.count],
        "total": sum(one.count for one in kept),
    }
    return TemplateResponse(request, "pages/network/directory.html", context)
