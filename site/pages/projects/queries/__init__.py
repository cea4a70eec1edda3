"""Reads of projects, pilots, results and transfers."""

from .details import PilotDetails, ProjectDetails, dialogues_about, documents_of, pilot_details, project_details
from .map import Arc, Pin, arcs_of, pins_of
from .pilots import pilots, transfers_of
from .register import Card, Entry, Register, cards, country_names, register_entries, theme_names

__all__ = [
    "Arc",
    "Card",
    "Entry",
    "Pin",
    "PilotDetails",
    "ProjectDetails",
    "Register",
    "arcs_of",
    "cards",
    "country_names",
    "dialogues_about",
    "documents_of",
    "pilot_details",
    "pilots",
    "pins_of",
    "project_details",
    "register_entries",
    "theme_names",
    "transfers_of",
]
