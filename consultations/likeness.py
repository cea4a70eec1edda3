"""Whether two sentences say the same: their words compared, whatever accents, case and punctuation. Pure."""

from __future__ import annotations

import re

from kernel.text.folding import fold

LIKE = 0.5  # share of words in common from which a sentence is shown as close to another
SHORTEST = 3  # letters: articles and prepositions say nothing of the subject
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a sentence, folded, in order."""
    return _WORD.findall(fold(text))


def same_words(one: str, other: str) -> bool:
    """Whether two sentences hold the same words in the same order."""
    return words(one) == words(other)


def likeness(one: str, other: str) -> float:
    """Jaccard index of the words of three letters and more: 0 nothing in common, 1 the same words."""
    first, second = ({word for word in words(text) if len(word) >= SHORTEST} for text in (one, other))
    either = first | second
    return len(first & second) / len(either) if either else 0.0
