"""What a reader asked of search, read from the address: unknown values are left out, never an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actors.choices import Shore
from kernel.languages.choices import LANGUAGES, OWN_NAMES
from kernel.requests.numbers import whole_number
from kernel.search.queries import MAX_LENGTH, Facet, Results, Wanted
from kernel.search.registry import kind_named

PERIODS = {"month": (timedelta(days=31), _("Depuis un mois")), "year": (timedelta(days=365), _("Depuis un an"))}
SORTS = {"rank": _("Pertinence"), "date": _("Date")}
PARAMETERS = ("q", "kind", "language", "shore", "period", "sort", "page")
MAX_PAGE = 100


@dataclass(frozen=True)
class Choice:
    """One value of a filter on the page."""

    value: str
    label: str | Promise
    count: int | None
    chosen: bool
    language: str = ""


@dataclass(frozen=True)
class Group:
    """One filter on the page: its parameter, its name and its values; `single`: one value at a time."""

    name: str
    label: str | Promise
    choices: list[Choice]
    single: bool = False


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the query without it."""

    label: str | Promise
    query: str


class Asked:
    """The question and the filters of an address."""

    def __init__(self, query: QueryDict, at: datetime) -> None:
        self._query = query
        self.text = " ".join(query.get("q", "").replace("\x00", "").split())[:MAX_LENGTH]
        self.kinds = [value for value in query.getlist("kind") if kind_named(value)]
        self.languages = [value for value in query.getlist("language") if value in LANGUAGES]
        self.shores = [value for value in query.getlist("shore") if value in Shore.values]
        self.period = query.get("period", "") if query.get("period") in PERIODS else ""
        self.sort = query.get("sort", "") if query.get("sort") in SORTS else "rank"
        self.page = min(whole_number(query.get("page", "")) or 1, MAX_PAGE)
        self._at = at

    @property
    def wanted(self) -> Wanted:
        """The same, for search."""
        return Wanted(
            text=self.text,
            kinds=frozenset(self.kinds),
            languages=frozenset(self.languages),
            shores=frozenset(self.shores),
            since=self._at - PERIODS[self.period][0] if self.period else None,
            sort=self.sort,
        )

    def groups(self, results: Results) -> list[Group]:
        """The filters with the number of results that each value has under the others; a group of one is of no use."""
        groups = [
            Group("kind", _("Nature"), _choices(results.kinds, self.kinds)),
            Group("language", _("Langue d’origine"), _choices(results.languages, self.languages, OWN_NAMES)),
            Group("shore", _("Rive"), _choices(results.shores, self.shores, dict(Shore.choices))),
            Group(
                "period",
                _("Période"),
                [Choice(value, words, None, value == self.period) for value, (_delta, words) in PERIODS.items()],
                single=True,
            ),
        ]
        return [group for group in groups if len(group.choices) > 1 or any(choice.chosen for choice in group.choices)]

    def chips(self, groups: list[Group]) -> list[Chip]:
        """The filters in use."""
        return [
            Chip(choice.label, self._without(group.name, choice.value))
            for group in groups
            for choice in group.choices
            if choice.chosen
        ]

    def query_for_page(self, number: int) -> str:
        """The address of another page of the same results."""
        query = self._known()
        query["page"] = str(number)
        return query.urlencode()

    def query_for_text(self, text: str) -> str:
        """The address of the same filters for another question."""
        query = self._known()
        query["q"] = text
        return query.urlencode()

    @property
    def query_without_filters(self) -> str:
        """The question alone."""
        query = QueryDict(mutable=True)
        query["q"] = self.text
        return query.urlencode()

    def _without(self, name: str, value: str) -> str:
        query = self._known()
        query.setlist(name, [other for other in query.getlist(name) if other != value])
        return query.urlencode()

    def _known(self) -> QueryDict:
        """What this address says and we understand, its page left out."""
        query = QueryDict(mutable=True)
        query["q"] = self.text
        for name, values in (("kind", self.kinds), ("language", self.languages), ("shore", self.shores)):
            query.setlist(name, values)
        for name, value in (("period", self.period), ("sort", "" if self.sort == "rank" else self.sort)):
            if value:
                query[name] = value
        return query


def _choices(facets: list[Facet], chosen: list[str], names: Mapping[str, Any] | None = None) -> list[Choice]:
    known = {facet.value: facet for facet in facets}
    values = [*known, *(value for value in chosen if value not in known)]
    return [
        Choice(
            value=value,
            label=_name(value, known.get(value), names),
            count=known[value].count if value in known else 0,
            chosen=value in chosen,
            language=value if names is OWN_NAMES else "",
        )
        for value in values
    ]


def _name(value: str, facet: Facet | None, names: Mapping[str, Any] | None) -> str | Promise:
    if names is not None:
        return str(names.get(value, value))
    kind = kind_named(value)
    return facet.label if facet else kind.label if kind else value
