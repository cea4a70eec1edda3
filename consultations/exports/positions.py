"""Signed positions as a table: one row an organisation, one column a statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kernel.exports.tables import Column, to_csv

from .. import queries
from ..choices import Answer, PositionState
from ..models import Consultation
from ..queries import Signed

Row = tuple[Signed, dict[int, int]]


def to_csv_of(consultation: Consultation) -> bytes:
    """The positions that stand signed (CSV, UTF-8): public by the organisations' own act, no figure is hidden."""
    stances = queries.present_stances(consultation)
    signed = (one for one in queries.positions_of(consultation) if one.position.state == PositionState.SIGNED)
    rows: list[Row] = [(one, stances.get(one.position.pk, {})) for one in signed]
    return to_csv(rows, [*_about(), *(_answer(one.number, one.pk) for one in queries.votable_statements(consultation))])


def _about() -> list[Column]:
    fields: list[tuple[str, Callable[[Signed], Any]]] = [
        (_("Organisation"), lambda one: str(one.position.organisation)),
        (_("Collège"), lambda one: one.position.get_constituency_display()),
        (_("Rive"), lambda one: one.position.get_shore_display() or _("Tout le bassin")),
        (_("Révision"), lambda one: one.revision.number),
        (_("Signée le"), lambda one: one.revision.signed_at),
        (_("Signataire"), lambda one: one.revision.signer_name),
        (_("Fonction"), lambda one: one.revision.signer_function),
        (_("Langue"), lambda one: one.revision.language),
        (_("Texte"), lambda one: one.revision.text),
    ]
    return [(header, _of_signed(value)) for header, value in fields]


def _of_signed(value: Callable[[Signed], Any]) -> Callable[[Row], Any]:
    return lambda row: value(row[0])


def _answer(number: int, statement: int) -> Column:
    header = _("Phrase %(number)d") % {"number": number}
    return header, lambda row: _word(row[1].get(statement))


def _word(value: int | None) -> str:
    if value is None:
        return ""
    if value == Answer.PASS:
        return pgettext("organisation", "S’abstient")
    return str(Answer(value).label)
