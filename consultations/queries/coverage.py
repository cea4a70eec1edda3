"""Who was heard, beside who could be: people shown of each level, and the organisations of the network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from actors.choices import Constituency
from actors.models import Organisation

from ..statistics.representation import r_score
from .counting import BASIN, NORTH, SOUTH_AND_EAST
from .results import CONSTITUENCIES, Turnout


@dataclass(frozen=True)
class Heard:
    """One level: people shown on each side, None where nothing is; `network`: its organisations, None for citizens."""

    code: str
    label: str
    north: int | None
    south: int | None
    basin: int | None
    people: int | None
    network: int | None


def network() -> dict[str, int]:
    """Organisations of the directory, by level. One query; citizens speak for none."""
    shown = Organisation.objects.filter(is_published=True).order_by()
    return dict(shown.values_list("constituency").annotate(n=Count("pk")))


def heard_of(turnout: Turnout, organisations: dict[str, int]) -> list[Heard]:
    """Every level, heard or not, in its order."""
    return [
        Heard(
            code=level,
            label=str(Constituency(level).label),
            north=turnout.crossed.get((level, NORTH)),
            south=turnout.crossed.get((level, SOUTH_AND_EAST)),
            basin=turnout.crossed.get((level, BASIN)),
            people=turnout.by_constituency.get(level),
            network=None if level == Constituency.CITIZENS else organisations.get(level, 0),
        )
        for level in CONSTITUENCIES
    ]


def balance(heard: Sequence[Heard]) -> int | None:
    """The R-score of levels against the organisations of the network, in points: 100 when each level is heard in its
    proportion, 0 when nothing is shown of one. None where it says nothing."""
    bodies = [one for one in heard if one.network]
    score = r_score([one.people or 0 for one in bodies], [one.network for one in bodies])
    return None if math.isnan(score) else round(100 * score)
