"""The register of recommendations as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.exports.tables import Column, to_csv
from kernel.languages.models import value_used

from ..queries.register import Row


def register_csv(rows: Sequence[Row]) -> bytes:
    """One row a recommendation, in the reader's language; days in ISO 8601."""
    return to_csv(rows, columns())


def columns() -> list[Column]:
    """The headers, and the value of a row for each."""
    return [
        (_("Consultation"), lambda row: value_used(row.recommendation.consultation, "title")),
        (_("Numéro"), lambda row: row.recommendation.number),
        (_("Entendu"), lambda row: value_used(row.recommendation, "heard")),
        (_("Collèges"), lambda row: ", ".join(str(voice.label) for voice in row.voices)),
        (_("Phrases"), lambda row: " ".join(str(statement.number) for statement in row.statements)),
        (_("Autorité"), lambda row: value_used(row.recommendation.addressee, "name")),
        (_("Niveau"), lambda row: row.recommendation.addressee.get_constituency_display()),
        (_("Service ou fonction"), lambda row: row.recommendation.officer_role),
        (_("Adressée le"), lambda row: _day(row, "sent_at")),
        (_("Délai, en jours ouvrés"), lambda row: row.recommendation.working_days),
        (_("Réponse attendue le"), lambda row: row.recommendation.due_on.isoformat()),
        (_("État"), lambda row: row.recommendation.get_state_display()),
        (_("Échéance"), lambda row: row.standing.label),
        (_("Jours de retard"), lambda row: row.days_late),
        (_("Répondue le"), lambda row: _day(row, "answered_at")),
        (_("Décidé"), lambda row: value_used(row.recommendation, "decision")),
        (_("Réponse de l’autorité"), lambda row: row.answered.text if row.answered else ""),
        (_("Langue de la réponse"), lambda row: row.answered.language if row.answered else ""),
        (_("Signée par"), lambda row: row.answered.name if row.answered else ""),
        (_("Fonction"), lambda row: row.answered.function if row.answered else ""),
        (_("Adresse"), address_of),
    ]


def address_of(row: Row) -> str:
    """The page of a recommendation, with the site's address."""
    recommendation = row.recommendation
    path = reverse("consultations:recommendation", args=[recommendation.consultation.slug, recommendation.number])
    return f"{settings.BASE_URL}{path}"


def _day(row: Row, name: str) -> str:
    at: Any = getattr(row.recommendation, name)
    return at.astimezone(row.recommendation.consultation.tzinfo).date().isoformat() if at else ""
