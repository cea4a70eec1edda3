"""Reads of projects, pilots, results and transfers."""

from .cards import KIND_LABELS, Card, cards
from .details import Around, PilotDetails, ProjectDetails, around, documents_of, pilot_details, project_details
from .map import Arc, Pin, arcs_of, pins_of
from .pilots import pilots, transfers_of
from .register import Entry, Register, country_names, register_entries, theme_names

__all__ = [
    "KIND_LABELS",
    "Arc",
    "Around",
    "Card",
    "Entry",
    "PilotDetails",
    "Pin",
    "ProjectDetails",
    "Register",
    "arcs_of",
    "around",
    "cards",
    "country_names",
    "documents_of",
    "pilot_details",
    "pilots",
    "pins_of",
    "project_details",
    "register_entries",
    "theme_names",
    "transfers_of",
]
