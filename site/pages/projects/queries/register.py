"""The register of projects, pilots and results: light rows, filters with counts, and the cards of one page.

The rows of every item are read in one query (identifiers and facets, no text), filtered and counted in Python; texts
are read for the cards shown. Enough for some thousands of items; the register of outputs will bring its own index.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Coalesce

from actors.models import Country
from kernel.pagecache.keeping import kept
from pages.base.models import BasePage, Theme
from pages.base.queries import readable

from ..models import PilotPage, ProjectPage, ResultPage
from .cards import KIND_LABELS, MODELS, PILOT, PROJECT, taken_up_count

PLACES = (
    "projectpage__partners__organisation",
    "pilotpage__territories__territory",
    "resultpage__pilot__territories__territory",
)


@dataclass
class Entry:
    """One item of the register: what it is and what it can be filtered by."""

    pk: int
    kind: str
    number: int | None = None
    themes: set[int] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    shores: set[str] = field(default_factory=set)
    taken_up: bool = False

    def values(self, facet: str) -> set[Any]:
        """What this item answers under a facet."""
        answers: dict[str, set[Any]] = {
            "kind": {self.kind},
            "theme": self.themes,
            "shore": self.shores,
            "country": self.countries,
            "transfer": {"yes"} if self.taken_up else set(),
        }
        return answers[facet]


def _rows(only: set[int] | None) -> Iterable[Any]:
    pages = readable(BasePage.objects.type(ProjectPage, PilotPage, ResultPage))
    if only is not None:
        pages = pages.filter(pk__in=only)
    rows: Iterable[Any] = (
        pages.annotate(
            item_theme=Coalesce(*(f"{model}__themes" for model in MODELS)),
            item_country=Coalesce(*(f"{place}__country" for place in PLACES)),
            item_shore=Coalesce(*(f"{place}__country__shore" for place in PLACES)),
            item_transfers=taken_up_count("pk"),
        )
        .order_by("pk")
        .values_list(
            "pk",
            "projectpage__pk",
            "resultpage__kind",
            "pilotpage__number",
            "item_theme",
            "item_country",
            "item_shore",
            "item_transfers",
        )
    )
    return rows


def register_entries(only: set[int] | None = None) -> list[Entry]:
    """Every readable item, pilots first by their number on the map; read once a generation. `only` keeps these ids (a
    text search)."""
    return kept("register", lambda: _entries(None)) if only is None else _entries(only)


def _entries(only: set[int] | None) -> list[Entry]:
    entries: dict[int, Entry] = {}
    for pk, is_project, result_kind, number, theme, country, shore, transfers in _rows(only):
        kind = PROJECT if is_project else result_kind or PILOT
        entry = entries.setdefault(pk, Entry(pk=pk, kind=kind, number=number))
        entry.themes.update({theme} - {None})
        entry.countries.update({country} - {None})
        entry.shores.update({shore} - {None, ""})
        entry.taken_up = entry.taken_up or bool(transfers)
    rank = {kind: place for place, kind in enumerate(KIND_LABELS)}
    return sorted(entries.values(), key=lambda e: (rank[e.kind], e.number is None, e.number or 0, -e.pk))


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how many items it would show, and whether it is chosen."""

    value: str
    label: Any
    count: int
    chosen: bool


@dataclass(frozen=True)
class Register:
    """The items under the filters chosen, and the counts of every other choice."""

    entries: list[Entry]
    chosen: dict[str, set[Any]]

    def _passes(self, entry: Entry, without: str = "") -> bool:
        return all(
            not values or facet == without or entry.values(facet) & values for facet, values in self.chosen.items()
        )

    @property
    def found(self) -> list[Entry]:
        """The items that pass every filter."""
        return [entry for entry in self.entries if self._passes(entry)]

    def choices(self, facet: str, labels: dict[Any, Any]) -> list[Choice]:
        """Every value of a facet, with the number of items it has under the other facets' filters."""
        counts = Counter(
            value for entry in self.entries if self._passes(entry, without=facet) for value in entry.values(facet)
        )
        chosen = self.chosen.get(facet, set())
        return [
            Choice(value=str(value), label=label, count=counts[value], chosen=value in chosen)
            for value, label in labels.items()
            if counts[value] or value in chosen
        ]


@dataclass(frozen=True)
class ThemeName:
    """A theme as filters name it."""

    slug: str
    name: str


def theme_names() -> dict[int, ThemeName]:
    """Every theme, in its order; read once a generation and language."""
    return kept("themes", lambda: {theme.pk: ThemeName(theme.slug, theme.name) for theme in Theme.objects.all()})


def country_names() -> dict[str, str]:
    """Every country of the basin by code, in the reader's language; read once a generation and language."""
    return kept("countries", lambda: {country.code: country.name for country in Country.objects.all()})
