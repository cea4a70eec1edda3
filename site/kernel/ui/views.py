"""Error pages in the reader's language. Config names them as handlers; rate limits call too_many."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.languages.choices import DEFAULT, LANGUAGES

from .ornaments import error_sheet


@dataclass(frozen=True)
class ErrorWords:
    """What an error page says: words first, then the term of the chart that draws it."""

    term: str
    title: str
    text: str
    note: str = ""


def _words() -> dict[int, ErrorWords]:
    return {
        400: ErrorWords(
            term=_("relèvement douteux"),
            title=_("Cette demande n’a pas pu être lue"),
            text=_("Il y manque quelque chose, ou elle n’a pas la forme attendue. Rien n’a été enregistré."),
            note=_("Revenez en arrière, vérifiez ce que vous aviez saisi et recommencez."),
        ),
        403: ErrorWords(
            term=_("zone réglementée"),
            title=_("Cet espace est réservé"),
            text=_("Votre compte ne permet pas cette action, ou la page est restée ouverte trop longtemps."),
            note=_("Connectez-vous, ou rechargez la page précédente avant de recommencer."),
        ),
        404: ErrorWords(
            term=_("zone non hydrographiée"),
            title=_("Cette page n’est sur aucune carte"),
            text=_("Elle a pu changer d’adresse, ou n’avoir jamais existé."),
        ),
        429: ErrorWords(
            term=_("attendre l’étale"),
            title=_("Un instant, la mer est agitée"),
            text=_("Beaucoup de demandes sont parties de votre réseau ou de votre compte en peu de temps."),
            note=_("Plusieurs personnes derrière la même connexion ? Attendez un peu, puis réessayez."),
        ),
        500: ErrorWords(
            term=_("feu éteint"),
            title=_("Une panne de notre côté"),
            text=_("Le service n’a pas pu répondre. La panne est enregistrée ; vous n’avez rien à signaler."),
            note=_("Rechargez la page dans quelques minutes."),
        ),
    }


def _context(request: HttpRequest, code: int, /, **more: Any) -> dict[str, Any]:
    words = _words()[code]
    language = translation.get_language() or DEFAULT
    return {
        "code": code,
        "words": words,
        "sheet": error_sheet(code, words.term, language),
        "path": request.path,
        "LANGUAGE_CODE": language,
        "frame": "base.html",
        **more,
    }


def _in_path_language(request: HttpRequest) -> str:
    """The language that the address asks for: errors raised before the locale middleware still speak it."""
    head = request.path.lstrip("/").partition("/")[0]
    return head if head in LANGUAGES else translation.get_language() or DEFAULT


def _page(request: HttpRequest, code: int, **more: Any) -> HttpResponse:
    with translation.override(_in_path_language(request)):
        return render(request, f"{code}.html", _context(request, code, **more), status=code)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; also the answer to a form whose token is missing or old."""
    return _page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what is private."""
    return _page(request, 404)


def too_many(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """429: how many seconds to wait stands in words and in the Retry-After header."""
    again = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    response = _page(request, 429, seconds=seconds, path=again)
    response["Retry-After"] = str(seconds)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its token, or long after it was opened."""
    return _page(request, 403)


PLAIN = (
    "<!doctype html><html lang=fr><meta charset=utf-8><title>500 — Rives</title>"
    "<h1>Une panne de notre côté</h1><p>Rechargez la page dans quelques minutes.</p>"
    "<h1 lang=en>Something failed on our side</h1><p lang=en>Please reload the page in a few minutes.</p>"
    "<h1 lang=ar dir=rtl>عطل من جانبنا</h1><p lang=ar dir=rtl>أعيدوا تحميل الصفحة بعد بضع دقائق.</p></html>"
)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database, no session, no context processor; plain words should even the template fail."""
    try:
        with translation.override(_in_path_language(request)):
            context = _context(request, 500, frame="layouts/document.html", request=request)
            body: str = render_to_string("500.html", context)
    except Exception:  # whatever failed may fail here again
        body = PLAIN
    return HttpResponse(body, status=500)
