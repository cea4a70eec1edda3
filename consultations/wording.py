"""People's words and titles as notices and letters give them back, with their language and direction. (leaf)"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kernel.languages.choices import DEFAULT, current_language, direction


def their_words(text: str, language: str) -> SafeString:
    """Someone's own words."""
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), text)


def title_of(data: dict[str, Any]) -> SafeString:
    """A consultation's title in the reader's language, else in one it has; `data["titles"]`: language -> title."""
    return _in_some_language(data["titles"], data["consultation"])


def organisation_of(data: dict[str, Any]) -> SafeString:
    """An organisation's name in the reader's language, else in one it has; `data["names"]`: language -> name."""
    return _in_some_language(data["names"], data["organisation"])


def _in_some_language(words: dict[str, str], otherwise: str) -> SafeString:
    known = {code: text for code, text in words.items() if text}
    wanted = (current_language(), DEFAULT, *known)
    language = next((code for code in wanted if code in known), DEFAULT)
    return their_words(known.get(language, otherwise), language)
