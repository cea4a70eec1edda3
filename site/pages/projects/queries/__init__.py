"""Reads of projects, pilots, results and transfers."""

from .cards import KIND_LABELS, Card, Text, cards
from .details import Around, PilotDetails, ProjectDetails, around, documents_of, project_details
from .latest import LatestResult, latest_results
from .map import Arc, PilotOnMap, Pin, arcs_of, pilots_on_map, pins_of
from .register import Entry, Register, country_names, register_entries, theme_names
from .transfers import transfers_of

__all__ = [
    "KIND_LABELS",
    "Arc",
    "Around",
    "Card",
    "Entry",
    "LatestResult",
    "PilotDetails",
    "PilotOnMap",
    "Pin",
    "ProjectDetails",
    "Register",
    "Text",
    "arcs_of",
    "around",
    "cards",
    "country_names",
    "documents_of",
    "latest_results",
    "pilots_on_map",
    "pins_of",
    "project_details",
    "register_entries",
    "theme_names",
    "transfers_of",
]
