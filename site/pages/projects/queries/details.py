"""What a project's and a pilot's pages show besides their own text."""

from dataclasses import dataclass, field
from typing import Any

from actors.choices import SOUTH_AND_EAST, Constituency, Shore
from pages.base.models import BasePage
from pages.base.queries import readable

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
from .pilots import pilots, transfers_of


@dataclass(frozen=True)
class ProjectDetails:
    """Partners, notes by fact, pilots and results of a project."""

    partners: list[ProjectPartner]
    notes: dict[str, list[ProjectDiscrepancy]]
    pilots: list[PilotPage]
    results: list[ResultPage]
    dialogues: list[BasePage]


@dataclass(frozen=True)
class PilotDetails:
    """Places, partners, transfers and results of a pilot."""

    places: list[PilotTerritory]
    partners: list[PilotPartner]
    constituencies: list[tuple[str, Any]]
    both_shores: bool
    transfers: list[Transfer]
    results: list[ResultPage]
    dialogues: list[BasePage]
    documents: list[Any]
    project: ProjectPage | None = None
    pins: list[tuple[float, float]] = field(default_factory=list)


def dialogues_about(page: BasePage) -> list[BasePage]:
    """The dialogues about a project or a pilot that everyone may read."""
    if page.pk is None:
        return []
    about: Any = page.dialogues  # the relation of pages.dialogues, which this app may not import
    return list(readable(about.all()).for_language().defer_streamfields().order_by("-opened_on", "pk"))


def _results(**where: Any) -> list[ResultPage]:
    found = readable(ResultPage.objects.filter(**where)).for_language().defer_streamfields()
    return list(found.order_by("kind", "pk"))


def documents_of(page: PilotPage | ResultPage) -> list[Any]:
    """The files in the page's margin, with the file loaded."""
    return list(page.documents.select_related("document"))


def project_details(page: ProjectPage) -> ProjectDetails:
    """Everything around a project, in a constant number of queries."""
    notes: dict[str, list[ProjectDiscrepancy]] = {}
    for note in page.discrepancies.all():
        notes.setdefault(note.fact or Fact.OTHER, []).append(note)
    return ProjectDetails(
        partners=list(page.partners.select_related("organisation__country", "organisation__territory")),
        notes=notes,
        pilots=list(pilots().filter(project_id=page.pk)) if page.pk else [],
        results=_results(project_id=page.pk) if page.pk else [],
        dialogues=dialogues_about(page),
    )


def pilot_details(page: PilotPage) -> PilotDetails:
    """Everything around a pilot, in a constant number of queries."""
    places = list(page.territories.select_related("territory__country"))
    partners = list(page.partners.select_related("organisation__country", "organisation__territory"))
    bodies = [partner.organisation for partner in partners] + ([page.lead] if page.lead else [])
    present = {body.constituency for body in bodies}
    shores = {body.shore for body in bodies}
    return PilotDetails(
        places=places,
        partners=partners,
        constituencies=[(value, label) for value, label in Constituency.choices if value in present],
        both_shores=Shore.NORTH in shores and bool(shores.intersection(SOUTH_AND_EAST)),
        transfers=list(transfers_of([page.pk])) if page.pk else [],
        results=_results(pilot_id=page.pk) if page.pk else [],
        dialogues=dialogues_about(page),
        documents=documents_of(page),
        project=_readable_project(page),
        pins=[
            (site.territory.latitude, site.territory.longitude)
            for site in places
            if site.territory.latitude is not None and site.territory.longitude is not None
        ],
    )


def _readable_project(page: PilotPage) -> ProjectPage | None:
    if page.project_id is None:
        return None
    found: ProjectPage | None = (
        readable(ProjectPage.objects.filter(pk=page.project_id)).for_language().defer_streamfields().first()
    )
    return found
