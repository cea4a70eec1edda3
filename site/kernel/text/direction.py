"""Which way a text runs, and how one that runs the other way stands in a line."""

import unicodedata

from kernel.languages.choices import current_language, direction

_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_OPEN, _CLOSE = "\u2068", "\u2069"  # FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE
_OPENERS = "\u2066\u2067\u2068"


def first_strong(text: str) -> str | None:
    """Direction of the first strong character (Unicode rule P2): "ltr", "rtl", or None where there is none."""
    return next((way for char in text if (way := _STRONG.get(unicodedata.bidirectional(char)))), None)


def isolated(text: str) -> str:
    """A name or a title for a line of plain text: a subject, a message, the title of a window.

    Between isolates (UAX 9) where any of it runs against the active language, so that an Arabic title keeps the marks
    and numbers of the French line around it in their place. Markup has <bdi> for that.
    """
    if text[:1] == _OPEN and text[-1:] == _CLOSE and _balanced(text[1:-1]) == text[1:-1]:
        return text  # it is already
    ways = {way for char in text if (way := _STRONG.get(unicodedata.bidirectional(char)))}
    if not ways - {direction(current_language())}:
        return text
    return f"{_OPEN}{_balanced(text)}{_CLOSE}"


def _balanced(text: str) -> str:
    """The text with each isolate of its own closed, and none closed that it did not open."""
    kept, depth = [], 0
    for char in text:
        depth += (char in _OPENERS) - (char == _CLOSE)
        if depth >= 0:
            kept.append(char)
        depth = max(depth, 0)
    return "".join(kept) + _CLOSE * depth
