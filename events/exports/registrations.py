"""Registrations as a table. Access and dietary needs never leave in a general export."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from events.models import Meeting, Registration
from kernel.exports.tables import Column, to_csv

from .answers import answer_columns, needs_columns


def registrations_csv(registrations: Iterable[Registration]) -> bytes:
    """Who comes, for whom, how; hours in the active time zone."""
    return to_csv(registrations, _columns())


def meeting_columns(meeting: Meeting, registrations: Iterable[Registration]) -> list[Column]:
    """Who comes to one meeting, with the answers that the organiser may see; never a protected need."""
    return [*_columns()[1:], (_("Code d’invitation"), _invitation), *answer_columns(meeting, registrations)]


def needs_table(meeting: Meeting, registrations: Iterable[Registration]) -> list[Column]:
    """Access and dietary needs alone, for whoever prepares room and table: a table of its own."""
    names: list[Column] = [
        (_("Personne"), lambda row: row.person.name),
        (_("Participation"), lambda row: row.get_mode_display()),
        (_("Besoin d’accessibilité"), lambda row: row.needs),
    ]
    return [*names, *needs_columns(meeting, registrations)]


def _invitation(row: Any) -> str:
    return row.invitation.label or row.invitation.code if row.invitation else ""


def _columns() -> list[Column]:
    def organisation(row: Any) -> str:
        return str(row.organisation or "")

    return [
        (_("Rencontre"), lambda row: str(row.meeting)),
        (_("Personne"), lambda row: row.person.name),
        (_("Adresse électronique"), lambda row: row.person.email),
        (_("Organisation"), organisation),
        (_("Collège"), lambda row: row.get_constituency_display()),
        (_("Rive"), lambda row: row.get_shore_display()),
        (_("Participation"), lambda row: row.get_mode_display()),
        (_("Langue d’écoute"), lambda row: row.get_listening_language_display()),
        (_("État"), lambda row: row.get_state_display()),
        (_("Demandée le"), lambda row: row.created_at),
        (_("En attente depuis"), lambda row: row.waitlisted_at),
    ]
