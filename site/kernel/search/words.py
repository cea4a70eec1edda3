"""From texts to the forms that match: every word as it stands folded, and its stems.

A stem is taken before folding (French stems need their accents: élaborées -> élabor) and after it (readers type
elaborees); both are indexed. Arabic has a third, light stem (definite article and plural endings off), because
Snowball leaves مقترحات apart from مقترح; after Larkey, Ballesteros and Connell, "Light Stemming for Arabic" (2007).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer

from kernel.text.folding import fold, without_tashkeel

WORD = re.compile("[^\\W_](?:[^\\W_]|[\u064b-\u065f\u0670])*")
ALGORITHMS = {"fr": "french", "en": "english", "ar": "arabic"}
MAX_WORDS = 12
SHORTEST = 2
_ARABIC = re.compile("[\u0600-\u06ff]")
_ARTICLE = re.compile("^(?:وال|فال|بال|كال|ولل|لل|ال)(?=..)")
_ENDING = re.compile("(?<=..)(?:ها|ان|ات|ون|ين|يه|ه|ي)$")
_stemmers = threading.local()  # a Snowball stemmer holds the word it works on

_SMALL = {
    "fr": "a au aux avec ce ces dans de des du en et il la le les leur mais ne ou par pas pour que qui sa se ses son"
    " sur un une est sont",
    "en": "an and are as at be by for from has have in is it of on or that the to was were with",
    "ar": "في من الي علي عن مع او ان هذا هذه التي الذي ما لا",
}
STOP_WORDS = frozenset(word for words in _SMALL.values() for word in words.split())  # left out of what is asked


def _stem(word: str, language: str) -> str:
    if not hasattr(_stemmers, language):
        setattr(_stemmers, language, snowballstemmer.stemmer(ALGORITHMS[language]))
    stemmer: Any = getattr(_stemmers, language)
    return str(stemmer.stemWord(word))


def _plain(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _light(folded: str) -> str:
    bare = _ARTICLE.sub("", folded)
    while (shorter := _ENDING.sub("", bare)) != bare:
        bare = shorter
    return bare


@lru_cache(maxsize=65536)
def forms(word: str, language: str = "") -> tuple[str, ...]:
    """The forms under which a word is found, its folded spelling first; none for a single letter. Without a language
    (what a reader typed), Latin words are stemmed as French and as English."""
    bare = without_tashkeel(word).lower()
    folded = _plain(bare)
    if len(folded) < SHORTEST and not folded.isdecimal():
        return ()
    found = [folded]
    for code in _languages_of(bare, language):
        found += [_plain(_stem(bare, code)), _plain(_stem(folded, code))]
        if code == "ar":
            found.append(_light(folded))
    return tuple(dict.fromkeys(form for form in found if form))


def _languages_of(word: str, language: str) -> tuple[str, ...]:
    if _ARABIC.search(word):
        return ("ar",)
    return (language,) if language in {"fr", "en"} else ("fr", "en")


def terms(text: str, language: str) -> str:
    """Every form of every word of a text, separated by spaces: what the database indexes."""
    return " ".join(form for match in WORD.finditer(text) for form in forms(match.group(), language))


@dataclass(frozen=True)
class Term:
    """One word that is asked for: any of its forms will do, or any word that begins with `prefix`."""

    forms: frozenset[str]
    prefix: str = ""

    def matches(self, word: str, language: str) -> bool:
        """Whether a word of a text answers the term."""
        if not (candidates := forms(word, language)):
            return False
        return not self.forms.isdisjoint(candidates) or (self.prefix != "" and candidates[0].startswith(self.prefix))


def asked(text: str) -> list[Term]:
    """The terms of what a reader typed, at most twelve. The last is also met by its beginning: it may be unfinished."""
    words = list(_words_asked(text))
    kept = [word for word in words if word[0] not in STOP_WORDS] or words
    terms_asked = [Term(frozenset(found)) for found in kept]
    if kept and len(kept[-1][0]) >= SHORTEST:
        terms_asked[-1] = Term(frozenset(kept[-1]), prefix=kept[-1][0])
    return terms_asked


def _words_asked(text: str) -> Iterator[tuple[str, ...]]:
    for index, match in enumerate(WORD.finditer(text)):
        if index == MAX_WORDS:
            return
        if found := forms(match.group()):
            yield found
