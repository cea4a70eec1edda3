"""Finding: what answers in any language, of what the reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from kernel.languages.choices import direction
from kernel.text.folding import fold

from .backends import matching
from .highlight import marked, marked_excerpt
from .models import Entry
from .registry import kind_named
from .words import MAX_WORDS, WORD, Term, asked

MAX_MATCHES = 600
MAX_LENGTH = 200
PAGE_SIZE = 20
_SUGGESTION_TITLES = 4000
_SUGGESTIONS = 3
_SUGGESTED_FROM = 4


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for. Empty filters let everything through; `sort` is "rank" or "date"."""

    text: str
    kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    shores: frozenset[str] = frozenset()
    since: datetime | None = None
    sort: str = "rank"

    @cached_property
    def terms(self) -> list[Term]:
        """The words asked for."""
        return asked(self.text[:MAX_LENGTH])

    @property
    def filtered(self) -> bool:
        """Whether any filter narrows the search."""
        return bool(self.kinds or self.languages or self.shores or self.since)


@dataclass(frozen=True)
class Hit:
    """One result, in the language in which it was found; title and excerpt are HTML with <mark>."""

    kind: str
    kind_label: str
    object_id: int
    language: str
    title: SafeString
    excerpt: SafeString
    path: str
    facts: dict[str, Any]
    updated_at: datetime | None

    @property
    def direction(self) -> str:
        """Writing direction of the language of the text."""
        return direction(self.language)


@dataclass(frozen=True)
class Facet:
    """One value of a filter and how many results it holds under the other filters."""

    value: str
    label: str | Promise
    count: int


@dataclass(frozen=True)
class Results:
    """A page of results. `capped`: only the best ones were looked at, there may be more than `total`."""

    total: int
    hits: list[Hit]
    pages: int
    page: int
    capped: bool = False
    kinds: list[Facet] = field(default_factory=list)
    languages: list[Facet] = field(default_factory=list)
    shores: list[Facet] = field(default_factory=list)


NOTHING = Results(total=0, hits=[], pages=1, page=1)


def search(wanted: Wanted, *, person: Any, language: str, page: int = 1, page_size: int = PAGE_SIZE) -> Results:
    """Results for a reader (person None: signed out) whose language is given. A query for the matches, one for each
    group of kinds that may be seen by the same rule, one for the texts of the page shown."""
    if not wanted.terms:
        return NOTHING
    matches: list[Any] = matching().match(wanted.terms, MAX_MATCHES)
    seen = visible_entries(matches, person)
    kept = [entry for entry in seen if _passes(entry, wanted)]
    found = _one_an_object(kept, language)
    if wanted.sort == "date":
        found.sort(key=lambda entry: (entry.updated_at is not None, entry.updated_at), reverse=True)
    pages = max(1, -(-len(found) // page_size))
    shown = min(max(page, 1), pages)
    return Results(
        total=len(found),
        hits=_hits(found[(shown - 1) * page_size : shown * page_size], wanted.terms),
        pages=pages,
        page=shown,
        capped=len(matches) == MAX_MATCHES,
        kinds=_facets(seen, wanted, "kind", language),
        languages=_facets(seen, wanted, "language", language),
        shores=_facets(seen, wanted, "shore", language),
    )


def suggestions(wanted: Wanted, *, person: Any) -> list[str]:
    """Words of titles that the reader may see, close to what was asked: a correction when nothing was found."""
    if not wanted.terms:
        return []
    titles = Entry.objects.order_by("-updated_at", "-pk").values("kind", "object_id", "title")[:_SUGGESTION_TITLES]
    holders: dict[str, list[Entry]] = {}
    words: dict[str, str] = {}
    for row in titles:
        for match in WORD.finditer(row["title"]):
            if len(folded := fold(match.group())) >= _SUGGESTED_FROM:
                words.setdefault(folded, match.group())
                holders.setdefault(folded, []).append(Entry(kind=row["kind"], object_id=row["object_id"]))
    close = _close_words(wanted.text, list(words))
    seen = visible_entries([entry for word in close for entry in holders[word][:20]], person)
    visible = {(entry.kind, entry.object_id) for entry in seen}
    kept = [word for word in close if any((e.kind, e.object_id) in visible for e in holders[word][:20])]
    return [words[word].lower() for word in kept[:_SUGGESTIONS]]


def _close_words(text: str, words: list[str]) -> list[str]:
    asked_words = [
        folded for match in WORD.finditer(text[:MAX_LENGTH]) if len(folded := fold(match.group())) >= _SUGGESTED_FROM
    ]
    found = [close for word in asked_words[:MAX_WORDS] for close in get_close_matches(word, words, n=4, cutoff=0.72)]
    return [word for word in dict.fromkeys(found) if word not in asked_words]


def visible_entries(entries: Sequence[Any], person: Any) -> list[Any]:
    """The entries that the reader may see; kinds that share a rule are asked in one query."""
    groups: dict[Callable[..., set[int]], set[int]] = {}
    for entry in entries:
        if kind := kind_named(entry.kind):
            groups.setdefault(kind.visible, set()).add(entry.object_id)
    allowed = {visible: visible(person, ids) for visible, ids in groups.items()}
    return [e for e in entries if (kind := kind_named(e.kind)) and e.object_id in allowed[kind.visible]]


def _passes(entry: Any, wanted: Wanted, without: str = "") -> bool:
    chosen = {"kind": wanted.kinds, "language": wanted.languages, "shore": wanted.shores}
    if any(values and name != without and getattr(entry, name) not in values for name, values in chosen.items()):
        return False
    return wanted.since is None or (entry.updated_at is not None and entry.updated_at >= wanted.since)


def _one_an_object(entries: Sequence[Any], language: str) -> list[Any]:
    """An object is shown once, at the place of its best row, in the reader's language where that answers too."""
    best: dict[tuple[str, int], Any] = {}
    for entry in entries:
        key = (entry.kind, entry.object_id)
        if key not in best or (entry.language == language and best[key].language != language):
            best[key] = entry
    return list(best.values())


def _facets(entries: Sequence[Any], wanted: Wanted, name: str, language: str) -> list[Facet]:
    kept = [entry for entry in entries if _passes(entry, wanted, without=name)]
    shown = kept if name == "language" else _one_an_object(kept, language)
    counts = Counter(getattr(entry, name) for entry in shown)
    return [
        Facet(value, _label(name, value), count)
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if value
    ]


def _label(name: str, value: str) -> str | Promise:
    kind = kind_named(value) if name == "kind" else None
    return kind.label if kind else value


def _hits(entries: Sequence[Any], terms: list[Term]) -> list[Hit]:
    if not entries:
        return []
    full = Entry.objects.in_bulk([entry.pk for entry in entries])
    return [_hit(full[entry.pk], terms) for entry in entries if entry.pk in full]


def _hit(entry: Entry, terms: list[Term]) -> Hit:
    kind = kind_named(entry.kind)
    return Hit(
        kind=entry.kind,
        kind_label=kind.one if kind else entry.kind,
        object_id=entry.object_id,
        language=entry.language,
        title=marked(entry.title, terms, entry.language),
        excerpt=marked_excerpt(entry.body, terms, entry.language),
        path=entry.path,
        facts=entry.facts,
        updated_at=entry.updated_at,
    )
