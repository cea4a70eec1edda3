"""What was asked for, marked in the texts where it was found."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .words import WORD, Term


def marked(text: str, terms: Sequence[Term], language: str) -> SafeString:
    """The text, escaped, with <mark> around the words that answer."""
    parts, at = [], 0
    for start, end in _spans(text, terms, language):
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308  (every piece escaped)


def marked_excerpt(text: str, terms: Sequence[Term], language: str, length: int = 240) -> SafeString:
    """The passage around the first word that answers, marked; the beginning where none does."""
    first = next(iter(_spans(text, terms, language)), (0, 0))[0]
    start = _word_start(text, max(0, first - length // 3)) if first > length // 2 else 0
    end = start + length
    if end >= len(text):
        return marked(("…" if start else "") + text[start:], terms, language)
    passage = text[start:end].rpartition(" ")[0] or text[start:end]
    return marked(("…" if start else "") + passage + "…", terms, language)


def _word_start(text: str, at: int) -> int:
    if at == 0:
        return 0
    space = text.find(" ", at)
    return space + 1 if space != -1 else at


def _spans(text: str, terms: Sequence[Term], language: str) -> list[tuple[int, int]]:
    found = WORD.finditer(text)
    return [match.span() for match in found if any(term.matches(match.group(), language) for term in terms)]
