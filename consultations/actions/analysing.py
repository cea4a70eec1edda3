"""The statistics of a consultation are made by a task and kept to be read."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from django.db import transaction

from kernel.pagecache.actions import bump

from ..analysis import opinion
from ..choices import MINIMUM_CELL, StatementState
from ..models import Analysis, Consultation, Participant, Statement, Vote
from ..queries.counting import BASIN, side
from ..queries.results import CONSTITUENCIES, SIDES
from ..statistics.space import opinion_space
from ..statistics.votes import Votes

GROWTH = 1.1  # votes: an analysis is made again when there are a tenth more
FEWEST_PEOPLE = 15


def analyse(*, consultation: Consultation, at: datetime) -> Analysis | None:
    """Look for opinion groups, when votes have grown by a tenth or the vote has closed since. None: nothing new.

    Two analyses always stand at least five people's answers apart, the final one too: else it is the last one again.
    Safe to repeat; once the final one is there nothing more is made.
    """
    final = at >= consultation.closes_at
    last = Analysis.objects.filter(consultation=consultation).first()
    statements = Statement.objects.filter(consultation=consultation, state=StatementState.PUBLISHED, is_meta=False)
    given = Vote.objects.filter(statement__in=statements)
    number = given.count()
    if last and (last.is_final or (number < last.votes * GROWTH and not final)):
        return None
    people = {
        pk: (constituency, shore)
        for pk, constituency, shore in Participant.objects.filter(consultation=consultation)
        .order_by("pk")
        .values_list("pk", "constituency", "shore")
    }
    if len(people) < FEWEST_PEOPLE:
        return None
    if last and given.filter(at__gt=last.made_at).values("participant").distinct().count() < MINIMUM_CELL:
        Analysis.objects.filter(pk=last.pk).update(is_final=final)
        return None
    person = {pk: place for place, pk in enumerate(people)}
    statement = {pk: place for place, pk in enumerate(statements.order_by("number").values_list("pk", flat=True))}
    rows = given.order_by("participant", "statement").values_list("participant", "statement", "value")
    table = [(person[who], statement[what], value) for who, what, value in rows.iterator(chunk_size=20_000)]
    who, what, said = np.array(table, dtype=np.int64).T
    sides = [side(shore) for _level, shore in people.values()]
    votes = Votes.from_rows(len(people), len(statement), who, what, said)
    extremity = opinion_space(votes).extremity
    figures = opinion(
        votes,
        np.array([CONSTITUENCIES.index(level) for level, _shore in people.values()]),
        np.array([-1 if one == BASIN else SIDES.index(one) for one in sides]),
    )
    with transaction.atomic():
        made = Analysis.objects.create(
            consultation=consultation,
            made_at=at,
            votes=number,
            figures=figures,
            extremity={str(pk): round(float(extremity[place]), 6) for pk, place in statement.items()},
            is_final=final,
        )
        bump()
    return made
