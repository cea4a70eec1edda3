"""The three languages, their directions and the order in which one stands in for another."""

from django.conf import settings
from django.utils.translation import get_language

DEFAULT = "fr"
LANGUAGES: tuple[str, ...] = ("fr", "en", "ar")
OWN_NAMES = {"fr": "Français", "en": "English", "ar": "العربية"}


def direction(language: str | None) -> str:
    """Writing direction of a language tag: "rtl" or "ltr"."""
    return "rtl" if (language or "").split("-")[0] in {"ar", "he", "fa", "ur"} else "ltr"


def current_language() -> str:
    """The language of the reader, always one of ours."""
    active = (get_language() or DEFAULT).split("-")[0]
    return active if active in LANGUAGES else DEFAULT


def other_languages(language: str) -> list[str]:
    """Our languages but this one, in the order of settings.LANGUAGES."""
    return [code for code, _name in settings.LANGUAGES if code != language]
