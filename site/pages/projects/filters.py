"""The filters of the register, as they stand in its address."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from actors.choices import Shore
from kernel.requests.numbers import whole_number

from .queries import KIND_LABELS, Register, country_names
from .queries.register import Choice

PAGE_SIZE = 12
FACETS = ("kind", "theme", "shore", "country", "transfer")
MAX_TEXT = 200


@dataclass(frozen=True)
class Facet:
    """A group of filters."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Chip:
    """A filter chosen, and the address without it."""

    label: Any
    query: str


class Filters:
    """What the reader chose. Unknown values are ignored: an old link keeps working."""

    def __init__(self, request: HttpRequest) -> None:
        self.asked: QueryDict = request.GET
        self.text = request.GET.get("q", "").strip()[:MAX_TEXT]
        self.view = "list" if request.GET.get("view") == "list" else "map"
        self.page = whole_number(request.GET.get("page", "")) or 1

    def chosen(self, themes: dict[int, Any]) -> dict[str, set[Any]]:
        """The values chosen under each facet."""
        slugs = {theme.slug: pk for pk, theme in themes.items()}
        return {
            "kind": set(self.asked.getlist("kind")) & set(KIND_LABELS),
            "theme": {slugs[slug] for slug in self.asked.getlist("theme") if slug in slugs},
            "shore": set(self.asked.getlist("shore")) & set(Shore.values),
            "country": {code for code in self.asked.getlist("country") if len(code) == 2},  # noqa: PLR2004  (ISO 3166)
            "transfer": set(self.asked.getlist("transfer")) & {"yes"},
        }

    def without(self, name: str, value: str = "") -> str:
        """The query string without one value (or one parameter), back on the first page."""
        query = self.asked.copy()
        query.pop("page", None)
        query.setlist(name, [kept for kept in query.getlist(name) if value and kept != value])
        return query.urlencode()

    def with_page(self, number: int) -> str:
        """The query string of another page of the list."""
        query = self.asked.copy()
        query["page"] = str(number)
        return query.urlencode()

    def _with(self, name: str, value: str) -> str:
        query = self.asked.copy()
        query[name] = value
        query.pop("page", None)
        return query.urlencode()

    @property
    def map_query(self) -> str:
        """The query string with the map."""
        return self._with("view", "map")

    @property
    def list_query(self) -> str:
        """The query string without the map."""
        return self._with("view", "list")

    @property
    def csv_query(self) -> str:
        """The query string of the table."""
        return self._with("format", "csv")


def facets_of(register: Register, themes: dict[int, Any]) -> list[Facet]:
    """Every group of filters, with labels and counts."""
    theme_choices = [
        Choice(themes[int(choice.value)].slug, choice.label, choice.count, choice.chosen)
        for choice in register.choices("theme", {pk: theme.name for pk, theme in themes.items()})
    ]
    return [
        Facet("kind", _("Type"), register.choices("kind", KIND_LABELS)),
        Facet("theme", _("Thème"), theme_choices),
        Facet("shore", _("Rive"), register.choices("shore", dict(Shore.choices))),
        Facet("transfer", _("Transfert"), register.choices("transfer", {"yes": _("Déjà repris ailleurs")})),
        Facet("country", _("Pays"), register.choices("country", country_names())),
    ]


def chips_of(filters: Filters, facets: list[Facet]) -> list[Chip]:
    """The filters chosen, each with the way to remove it."""
    chips = [
        Chip(choice.label, filters.without(facet.name, choice.value))
        for facet in facets
        for choice in facet.choices
        if choice.chosen
    ]
    return [*([Chip(f"« {filters.text} »", filters.without("q"))] if filters.text else []), *chips]
