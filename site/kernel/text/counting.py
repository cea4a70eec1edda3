"""How much somebody said, in any script: for comparing voices, not for typesetting."""

import re

_QUOTED = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
_TARGET = re.compile(r"\]\([^)]*\)|<(?:https?://|mailto:)[^>]*>|\b(?:https?://|www\.)\S+", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,}).*$", re.MULTILINE)
_BREAK = re.compile(r"[\s\u200b/—–…|]+")
_SAYS = re.compile(r"[^\W_]")


def count_words(source: str) -> int:
    """The words of a text written in Markdown, by one rule in every language: what stands between spaces, slashes or
    dashes and holds a letter or a digit. What is quoted is somebody else's; addresses are nobody's.

    « l’eau » is one word, and so is « والماء »: Arabic joins what French parts, so languages are not compared by words.
    """
    own = _TARGET.sub(" ", _FENCE.sub(" ", _QUOTED.sub(" ", source)))
    return sum(1 for piece in _BREAK.split(own) if _SAYS.search(piece))
