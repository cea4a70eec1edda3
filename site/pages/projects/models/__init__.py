"""Projects, their pilots, what came out of them, and where pilots were taken up."""

from .index import ProjectIndexPage
from .pilots import PilotDocument, PilotIndicator, PilotPage, PilotPartner, PilotStep, PilotTerritory
from .projects import ProjectAmount, ProjectDiscrepancy, ProjectPage, ProjectPartner, ProjectSource
from .results import ResultDocument, ResultPage
from .transfers import Transfer

__all__ = [
    "PilotDocument",
    "PilotIndicator",
    "PilotPage",
    "PilotPartner",
    "PilotStep",
    "PilotTerritory",
    "ProjectAmount",
    "ProjectDiscrepancy",
    "ProjectIndexPage",
    "ProjectPage",
    "ProjectPartner",
    "ProjectSource",
    "ResultDocument",
    "ResultPage",
    "Transfer",
]
