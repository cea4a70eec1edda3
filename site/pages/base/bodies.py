"""Reading a body: its headings and how they are reached."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from wagtail.blocks import StreamValue

from kernel.languages.choices import current_language
from kernel.languages.models import language_used
from kernel.text.excerpts import plain


@dataclass(frozen=True)
class Heading:
    """A part of a text and its fragment."""

    text: str
    anchor: str


def anchor(text: str) -> str:
    """A fragment that keeps letters of any script: «من نحن» gives "من-نحن"."""
    return slugify(text, allow_unicode=True) or "partie"


def headings(stream: Any) -> list[Heading]:
    """The parts of a body (second-level headings), in order."""
    return [
        Heading(block.value["text"], anchor(block.value["text"]))
        for block in stream or []
        if block.block_type == "heading" and block.value["level"] == "2"
    ]


def pages_invited_to(stream: Any) -> set[int]:
    """The ids of the pages that the invitations of a body lead to."""
    invitations = [block.value for block in stream or [] if block.block_type == "call_to_action"]
    return {value["page"].pk for value in invitations if value["page"]}


def words_of(page: Any, *fields: str) -> Callable[[str], str]:
    """For search: a function that gives the plain text of these fields in one language, without fallback."""

    def words(language: str) -> str:
        return " ".join(filter(None, (_plain(getattr(page, f"{field}_{language}")) for field in fields)))

    return words


def _plain(value: Any) -> str:
    """The words of a text or of a body."""
    if isinstance(value, StreamValue):
        return " ".join(part for block in value for part in block.block.get_searchable_content(block.value))
    return plain(str(value or ""))


def minutes_to_read(page: Any, field: str = "body") -> int:
    """How long the body takes to read in the language shown, at 200 words a minute; at least one."""
    language = language_used(page, field) or current_language()
    return max(1, round(len(words_of(page, field)(language).split()) / 200))
