"""The same page in the other languages: for the switch in the header and for search engines."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kernel.languages.choices import DEFAULT, LANGUAGES, OWN_NAMES, current_language

SHORT_NAMES = {"fr": "FR", "en": "EN", "ar": "ع"}


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language switch."""

    code: str
    name: str
    short: str
    url: str
    current: bool


def path_in(path: str, language: str) -> str:
    """The path under another language: /fr/meetings/ -> /ar/meetings/; a path without a language leads home."""
    head, _, rest = path.lstrip("/").partition("/")
    return f"/{language}/{rest}" if head in LANGUAGES else f"/{language}/"


def language_links(request: HttpRequest | None) -> list[LanguageLink]:
    """The switch stays on the page and keeps the query."""
    path, query = (request.path, request.META.get("QUERY_STRING", "")) if request else ("/", "")
    return [
        LanguageLink(
            code=code,
            name=OWN_NAMES[code],
            short=SHORT_NAMES[code],
            url=path_in(path, code) + (f"?{query}" if query else ""),
            current=code == current_language(),
        )
        for code, _name in settings.LANGUAGES
    ]


def head_links(request: HttpRequest | None, page: Any = None, number: int = 1) -> dict[str, Any]:
    """The canonical address and the alternates of what is shown; `number` is its page, of a list with lasting pages.

    A Wagtail page names the languages it is written in; where the reader's is missing, the text shown is the French
    one and so is the canonical address. Any other view exists in the three languages.
    """
    if request is None:
        return {"canonical": "", "alternates": []}
    if page is not None and hasattr(page, "get_alternates"):
        alternates = {item["lang_code"]: item["location"] for item in page.get_alternates(request)}
    else:
        alternates = {code: request.build_absolute_uri(path_in(request.path, code)) for code in LANGUAGES}
    canonical = (
        alternates.get(current_language()) or alternates.get(DEFAULT) or request.build_absolute_uri(request.path)
    )
    on_page = f"?page={number}" if number > 1 else ""
    return {
        "canonical": canonical + on_page,
        "alternates": [(code, location + on_page) for code, location in alternates.items()],
        "default": alternates[DEFAULT] + on_page if DEFAULT in alternates else None,
    }
