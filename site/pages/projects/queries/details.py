"""What the pages of a project, a pilot and a result show besides their own text."""

from dataclasses import dataclass
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
from .pilots import transfers_of


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


@dataclass(frozen=True)
class PilotDetails:
    """A pilot's places, partners, files, and the places that take it up."""

    around: Around
    places: list[PilotTerritory]
    partners: list[PilotPartner]
    constituencies: list[tuple[str, Any]]
    both_shores: bool
    transfers: list[Transfer]
    documents: list[Any]
    points: list[Place]
    pins: list[Pin]
    arcs: list[Arc]


def around(page: ProjectPage | PilotPage | ResultPage) -> Around:
    """Ancestors, the project and pilot a page came from, its pilots and results, the dialogues about it."""
    steps, origins = paths_above(page), {getattr(page, "project_id", None), getattr(page, "pilot_id", None)} - {None}
    wanted = Q(path__in=steps) | Q(pk__in=origins)
    if page.pk:
        dialogues: Any = page.dialogues  # the relation of pages.dialogues, which this app may not import
        for related in (dialogues, getattr(page, "pilots", None), getattr(page, "results", None)):
            wanted |= Q(pk__in=related.order_by().values("pk")) if related is not None else Q()
    found = cards_where(wanted)
    return Around(
        ancestors=[card.page for card in found if card.page.path in steps],
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


def pilot_details(page: PilotPage, url: str) -> PilotDetails:
    """Everything around a pilot, in a constant number of queries. `url` is its address, for its pin."""
    places = list(page.territories.select_related("territory__country"))
    partners = list(page.partners.select_related("organisation__country"))
    transfers = list(transfers_of([page.pk])) if page.pk else []
    bodies = [partner.organisation for partner in partners] + ([page.lead] if page.lead else [])
    present, shores = {body.constituency for body in bodies}, {body.shore for body in bodies}
    points = places_in(places)
    return PilotDetails(
        around=around(page),
        places=places,
        partners=partners,
        constituencies=[(value, label) for value, label in Constituency.choices if value in present],
        both_shores=Shore.NORTH in shores and bool(shores.intersection(SOUTH_AND_EAST)),
        transfers=transfers,
        documents=documents_of(page),
        points=points,
        pins=[Pin(page.number or 1, page.title, url, *points[0])] if points else [],
        arcs=arcs_from({page.pk: points[0]}, transfers) if points else [],
    )


def documents_of(page: PilotPage | ResultPage) -> list[Any]:
    """The files in the page's margin, with the file loaded."""
    return list(page.documents.select_related("document"))
