"""What the pages of a project, a pilot and a result show besides their own text."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from actors.choices import SOUTH_AND_EAST, Constituency, Shore
from pages.base.models import BasePage
from pages.base.queries import paths_above

from ..choices import Fact
from ..models import (
    PilotPage,
    PilotPartner,
    PilotTerritory,
    ProjectDiscrepancy,
    ProjectPage,
    ProjectPartner,
    ResultPage,
    Transfer,
)
from .cards import PILOT, Card, cards_where
from .map import Arc, Pin, Place, arcs_from, places_in
from .transfers import transfers_of


@dataclass(frozen=True)
class Around:
    """The readable pages around one: above it, below it, and those that speak of it. One query."""

    ancestors: list[BasePage]
    origins: list[Card]
    pilots: list[Card]
    results: list[Card]
    dialogues: list[BasePage]


@dataclass(frozen=True)
class ProjectDetails:
    """A project's partners and the notes on facts whose sources differ."""

    around: Around
    partners: list[ProjectPartner]
    notes: dict[str, list[ProjectDiscrepancy]]


class PilotDetails:
    """A pilot's places, partners, files, the places that take it up: each read when the page first shows it."""

    def __init__(self, page: PilotPage, url: str) -> None:
        self._page, self._url = page, url

    @cached_property
    def around(self) -> Around:
        """The pages around it."""
        return around(self._page)

    @cached_property
    def places(self) -> list[PilotTerritory]:
        """Its territories."""
        return list(self._page.territories.select_related("territory__country"))

    @cached_property
    def points(self) -> list[Place]:
        """Those of its territories that lie on the map."""
        return places_in(self.places)

    @cached_property
    def partners(self) -> list[PilotPartner]:
        """Its partners."""
        return list(self._page.partners.select_related("organisation__country"))

    @property
    def _bodies(self) -> list[Any]:
        lead = self._page.lead
        return [*(partner.organisation for partner in self.partners), *([lead] if lead else [])]

    @property
    def constituencies(self) -> list[tuple[str, Any]]:
        """The constituencies of its lead and partners."""
        present = {body.constituency for body in self._bodies}
        return [(value, label) for value, label in Constituency.choices if value in present]

    @property
    def both_shores(self) -> bool:
        """Whether its lead and partners stand on both sides of the sea."""
        shores = {body.shore for body in self._bodies}
        return Shore.NORTH in shores and bool(shores.intersection(SOUTH_AND_EAST))

    @cached_property
    def transfers(self) -> list[Transfer]:
        """The territories that take it up today."""
        return list(transfers_of([self._page.pk])) if self._page.pk else []

    @cached_property
    def documents(self) -> list[Any]:
        """Its files."""
        return documents_of(self._page)

    @property
    def pins(self) -> list[Pin]:
        """Its own pin, on its map."""
        page, points = self._page, self.points
        return [Pin(page.number or 1, page.title, self._url, *points[0])] if points else []

    @property
    def arcs(self) -> list[Arc]:
        """From its place to those that take it up."""
        return arcs_from({self._page.pk: self.points[0]}, self.transfers) if self.points else []


def around(page: ProjectPage | PilotPage | ResultPage) -> Around:
    """Ancestors, the project and pilot a page came from, its pilots and results, the dialogues about it."""
    steps = paths_above(page) if page.known_above is None else []
    origins = {getattr(page, "project_id", None), getattr(page, "pilot_id", None)} - {None}
    wanted = Q(path__in=steps) | Q(pk__in=origins)
    if page.pk:
        dialogues: Any = page.dialogues  # the relation of pages.dialogues, which this app may not import
        for related in (dialogues, getattr(page, "pilots", None), getattr(page, "results", None)):
            wanted |= Q(pk__in=related.order_by().values("pk")) if related is not None else Q()
    found = cards_where(wanted)
    return Around(
        ancestors=page.known_above or [card.page for card in found if card.page.path in steps],
        origins=[card for card in found if card.page.pk in origins],
        pilots=[card for card in found if card.kind == PILOT and card.page.of_project == page.pk],
        results=[
            card for card in found if card.page.result_kind and page.pk in (card.page.of_pilot, card.page.of_project)
        ],
        dialogues=[card.page for card in found if not card.kind and card.page.path not in steps],
    )


def project_details(page: ProjectPage) -> ProjectDetails:
    """Everything around a project, in a constant number of queries."""
    notes: dict[str, list[ProjectDiscrepancy]] = {}
    for note in page.discrepancies.all():
        notes.setdefault(note.fact or Fact.OTHER, []).append(note)
    partners = page.partners.select_related("organisation__country")
    return ProjectDetails(around=around(page), partners=list(partners), notes=notes)


def documents_of(page: PilotPage | ResultPage) -> list[Any]:
    """The files in the page's margin, with the file loaded."""
    return list(page.documents.select_related("document"))
