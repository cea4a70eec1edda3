"""What a reader chose to see of the meetings, as it stands in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actors.choices import Constituency, Shore
from kernel.languages.choices import LANGUAGES, current_language
from kernel.text.folding import fold

from .choices import MeetingFormat, MeetingKind
from .queries.catalogue import Catalogue, Choice, Entry, dialogue_pages, territory_names
from .wording import language_names

WORDS = {
    "kind": set(MeetingKind.values),
    "format": set(MeetingFormat.values),
    "shore": set(Shore.values),
    "open": set(Constituency.values),
    "heard": set(LANGUAGES),
}
IDS = ("territory", "dialogue")
FACETS = (*WORDS, *IDS)
PARAMETERS = (*FACETS, "q", "page")
MAX_TEXT = 100
MAX_DIGITS = 9
QUOTED = {"fr": "«\u00a0%s\u00a0»", "en": "“%s”", "ar": "«%s»"}


@dataclass(frozen=True)
class Facet:
    """A group of filters: boxes to tick or, with `any_label`, a list to choose one from."""

    name: str
    label: str
    choices: list[Choice]
    any_label: str = ""


@dataclass(frozen=True)
class Chip:
    """A filter chosen, and the query string without it."""

    label: Any
    query: str


class Filters:
    """What the reader chose. Values that mean nothing are ignored, so that an old link keeps working."""

    def __init__(self, asked: QueryDict) -> None:
        self.asked = {name: [value for value in asked.getlist(name) if value] for name in FACETS}
        self.text = asked.get("q", "").strip()[:MAX_TEXT]
        self.words = fold(self.text).split()
        self.chosen: dict[str, set[Any]] = {name: set(self.asked[name]) & known for name, known in WORDS.items()}
        self.chosen |= {name: set(_ids(self.asked[name])) for name in IDS}

    @property
    def is_canonical(self) -> bool:
        """Whether the address holds only values that exist, each once, and no free text."""
        return not self.text and all(
            sorted(values) == sorted(map(str, self.chosen[name])) for name, values in self.asked.items()
        )

    def narrow(self, entries: Sequence[Entry]) -> list[Entry]:
        """Of other meetings, those that pass as well."""
        return Catalogue(entries, self.chosen, self.words).found

    @property
    def query(self) -> str:
        """The filters as a query string: for the other lists and for the feeds."""
        return self._written({})

    def without(self, name: str, value: str = "") -> str:
        """The query string without one value (or one parameter)."""
        return self._written({name: [kept for kept in self.asked.get(name, []) if value and kept != value]})

    def with_page(self, number: int) -> str:
        """The query string of another page of the list."""
        return self._written({"page": [str(number)]})

    def _written(self, changed: Mapping[str, list[str]]) -> str:
        query = QueryDict(mutable=True)
        text = [self.text] if self.text else []
        for name, values in {**self.asked, "q": text, **changed}.items():
            query.setlist(name, values)
        return query.urlencode()


def _ids(values: Iterable[str]) -> Iterable[int]:
    return (int(value) for value in values if value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS)


@dataclass(frozen=True)
class Browsing:
    """A list under its filters: what was found, what else could be chosen, what to take away."""

    found: list[Entry]
    facets: list[Facet]
    chips: list[Chip]
    dialogue: Any  # the one dialogue chosen, as its page; None without
    has_strays: bool  # a dialogue was asked for that is none, or not for everyone


def browse(filters: Filters, entries: Sequence[Entry]) -> Browsing:
    """Filter and count; two queries, for the names of territories and dialogues.

    Ids that are none are dropped from what was chosen; where a dialogue was, the answer says so.
    """
    chosen = filters.chosen
    territories = territory_names({entry.territory for entry in entries} | chosen["territory"])
    dialogues = dialogue_pages({entry.dialogue for entry in entries} | chosen["dialogue"])
    chosen["territory"] &= territories.keys()
    chosen["dialogue"] &= dialogues.keys()
    has_strays = not set(filters.asked["dialogue"]) <= {str(pk) for pk in chosen["dialogue"]}
    catalogue = Catalogue(entries, chosen, filters.words)
    facets = _facets(catalogue, territories, {pk: page.title for pk, page in dialogues.items()})
    only = next(iter(chosen["dialogue"])) if len(chosen["dialogue"]) == 1 else None
    return Browsing(
        found=catalogue.found,
        facets=facets,
        chips=_chips(filters, facets),
        dialogue=dialogues[only] if only else None,
        has_strays=has_strays,
    )


def _facets(catalogue: Catalogue, territories: Mapping[int, str], dialogues: Mapping[int, str]) -> list[Facet]:
    heard = {code: language_names([code]) for code in LANGUAGES}
    facets = [
        Facet("kind", _("Type"), catalogue.choices("kind", dict(MeetingKind.choices))),
        Facet("format", pgettext("of a meeting", "Format"), catalogue.choices("format", dict(MeetingFormat.choices))),
        Facet("shore", _("Rive"), catalogue.choices("shore", dict(Shore.choices))),
        Facet("open", _("Ouverte à"), catalogue.choices("open", dict(Constituency.choices))),
        Facet("heard", _("Langue parlée ou interprétée"), catalogue.choices("heard", heard)),
        Facet("territory", _("Territoire"), catalogue.choices("territory", territories), _("Tous les territoires")),
        Facet("dialogue", _("Dialogue"), catalogue.choices("dialogue", dialogues), _("Tous les dialogues")),
    ]
    return [facet for facet in facets if facet.choices]


def _chips(filters: Filters, facets: Iterable[Facet]) -> list[Chip]:
    chips = [
        Chip(choice.label, filters.without(facet.name, choice.value))
        for facet in facets
        for choice in facet.choices
        if choice.chosen
    ]
    text = [Chip(QUOTED[current_language()] % filters.text, filters.without("q"))] if filters.text else []
    return [*text, *chips]
