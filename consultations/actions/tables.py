"""Breakdowns are published in steps, statement by statement; totals alone move with each vote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kernel.live.actions import publish as tell
from kernel.pagecache.actions import bump

from ..choices import StatementState
from ..disclosure import Cell, Counts, added
from ..models import Consultation, PublishedTable, Statement
from ..publication import figures, figures_of_people, from_json, people_stepped, stepped, to_json
from ..queries.counting import cells_of_people, cells_of_statements


def publish_tables(*, consultation: Consultation, at: datetime) -> int:
    """Bring what is public up to date, as far as disclosure control lets it; returns how many tables moved.

    Safe to repeat: nothing moves when nothing may. Once the vote is closed, level by shore is drawn too.
    """
    final = at >= consultation.closes_at
    with transaction.atomic():
        Consultation.objects.select_for_update().get(pk=consultation.pk)
        kept = {table.statement_id: table for table in PublishedTable.objects.filter(consultation=consultation)}
        statements = Statement.objects.filter(consultation=consultation, state=StatementState.PUBLISHED, is_meta=False)
        asked = set(statements.values_list("pk", flat=True))
        counts = cells_of_statements(consultation)
        changed = [
            pk for pk in sorted(asked) if _step(consultation, kept.get(pk), pk, counts.get(pk, {}), final=final, at=at)
        ]
        moved = len(changed)
        moved += _step(consultation, kept.get(None), None, cells_of_people(consultation), final=final, at=at)
        for pk in changed:
            tell_of(consultation_id=consultation.pk, statement_id=pk, at=at)
        if moved:
            bump()
    return moved


def _step(
    consultation: Consultation,
    table: PublishedTable | None,
    statement_id: int | None,
    cells: Mapping[Cell, Counts],
    *,
    final: bool,
    at: datetime,
) -> bool:
    if not cells:
        return False
    before = from_json(table.ladders if table else {})
    found = people_stepped(before, cells) if statement_id is None else stepped(before, cells, final=final)
    if found is None:
        return False
    table = table or PublishedTable(consultation=consultation, statement_id=statement_id)
    table.ladders, table.figures = to_json(found), (figures if statement_id else figures_of_people)(found)
    table.total = list(added(cells.values()))
    table.serial += 1
    table.published_at = at
    table.save()
    return True


def tell_of(*, consultation_id: int, statement_id: int, at: datetime) -> None:
    """Open pages take a statement's figures anew. Called in the transaction of what changed them, after all locks."""
    tell(
        stream=f"c:{consultation_id}",
        kind="result",
        object_id=statement_id,
        op="replace",
        at=at,
    )
