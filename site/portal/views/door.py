"""The door "/" and the language switch: the only two places where the language cookie is read and set."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from kernel.languages.choices import LANGUAGES, current_language
from kernel.ui.alternates import path_in

ONE_YEAR = 365 * 24 * 3600


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """ "/" leads to the reader's language: the choice remembered, else what the browser asks for, else French."""
    response = redirect(f"/{current_language()}/")
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def switch_language(request: HttpRequest, language: str) -> HttpResponse:
    """Remember a language and go on with the page one was reading, in that language. 404 for any other language."""
    if language not in LANGUAGES:
        raise Http404
    response = redirect(_next(request.GET.get("next", ""), language))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=ONE_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response["Cache-Control"] = "no-store"
    return response


def _next(asked: str, language: str) -> str:
    """The page asked for under the new language; home for an address of another site."""
    local = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    if not local:
        return f"/{language}/"
    path, question, query = asked.partition("?")
    return path_in(path, language) + question + query
