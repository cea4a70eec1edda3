"""What is public of a statement's breakdown, and when it is replaced. Pure: `disclosure` says what may be shown.

Three tables of the same people are kept in step: by level, by shore, and level by shore. Levels come first; shores
follow where no cell of level by shore would be given away; the crossed table comes last and shows what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .choices import MINIMUM_CELL
from .disclosure import (
    EMPTY,
    NOBODY,
    SPREAD,
    Cell,
    Counts,
    Crossing,
    Ladder,
    Pool,
    added,
    climbed,
    exposed,
    less,
    moved,
)

SEPARATOR = "|"
MOST_MOMENTS = 30


@dataclass(frozen=True)
class Moment:
    """Everyone as they were at a step, exactly, what the tables told of them then, and the next figures since."""

    cells: Mapping[Cell, Counts]
    known: frozenset[Cell]
    floors: Mapping[Cell, Counts]
    ceilings: Mapping[Cell, Counts] = field(default_factory=dict)

    def later(self, figures: Mapping[Cell, Counts]) -> Moment:
        """The same, with the first figure that each group was given afterwards: people only come."""
        return replace(self, ceilings={**figures, **self.ceilings})


@dataclass(frozen=True)
class Tables:
    """What everyone sees: three ladders over the same people, and the latest steps they went."""

    levels: Ladder = EMPTY
    shores: Ladder = EMPTY
    crossed: Ladder = EMPTY
    past: tuple[Moment, ...] = ()

    @property
    def cells(self) -> Mapping[Cell, Counts] | None:
        """Everyone as they were at the last step; None before the first."""
        return self.past[-1].cells if self.past else None


def stepped(tables: Tables, cells: Mapping[Cell, Counts], *, final: bool = False) -> Tables | None:
    """The tables brought up to date as far as they may be; None when nothing may move.

    `cells`: everyone, exactly, by (level, shore). `final`: nobody answers any more, so that the crossed table may be
    drawn, once: redrawn as people come, it tells of those who came.
    """
    if tables.cells is not None and moved(less(added(cells.values()), added(tables.cells.values()))) < MINIMUM_CELL:
        after = None
    else:
        after = _margins_stepped(tables, cells)
    if not final or tables.crossed.shown:
        return _remembering(after, cells) if after else None
    crossed = _with_crossed(tables, after or tables, cells)
    return None if crossed is tables else _remembering(crossed, cells)


def _margins_stepped(tables: Tables, cells: Mapping[Cell, Counts]) -> Tables | None:
    levels = climbed(tables.levels, _margin(cells, 0))
    shores = climbed(tables.shores, _margin(cells, 1))
    levels_only = replace(tables, levels=levels or tables.levels)
    if shores:
        both = replace(levels_only, shores=shores)
        if _keeps_silent(tables, both, cells):
            return both
    if levels and _keeps_silent(tables, levels_only, cells):
        return levels_only
    return None


def _remembering(tables: Tables, cells: Mapping[Cell, Counts]) -> Tables:
    known, shown = _current(tables, cells), _floors(tables)
    earlier = (one.later({key: shown[key] for key in known}) for one in tables.past[-MOST_MOMENTS:])
    return replace(tables, past=(*earlier, Moment(cells, known, shown)))


def _with_crossed(before: Tables, both: Tables, cells: Mapping[Cell, Counts]) -> Tables:
    """Show as much of level by shore as leaves the rest in the dark."""
    counts = {_name(cell): counts for cell, counts in cells.items()}
    frozen: set[str] = set()
    while True:
        crossed = climbed(both.crossed, counts, frozenset(frozen))
        if crossed is None:
            return both
        candidate = replace(both, crossed=crossed)
        found = _given_away(before, candidate, cells, MINIMUM_CELL)
        if found is None:
            return candidate
        moving = [name for name, now in crossed.shown.items() if both.crossed.shown.get(name) != now]
        near = [name for name in moving if set(_cell(name)) & set(found)] or moving
        frozen.add(min(near, key=lambda name: (sum(counts[name]), name)))


def _keeps_silent(before: Tables, after: Tables, cells: Mapping[Cell, Counts]) -> bool:
    return _given_away(before, after, cells) is None


def _given_away(before: Tables, after: Tables, cells: Mapping[Cell, Counts], spread: int = SPREAD) -> Cell | None:
    """A small cell that the three tables give away: of everyone now, of those who came since, or of earlier moments."""
    at_present, shown = _current(after, cells), _floors(after)
    now = exposed(Crossing(cells, at_present, shown), spread)
    if now is not None or before.cells is None:
        return now
    since = {cell: less(counts, before.cells.get(cell, NOBODY)) for cell, counts in cells.items()}
    if min((min(one) for one in since.values()), default=0) < 0:
        return None  # answers were changed or taken back: differences are not people
    then = _current(before, before.cells)
    steps = {key: less(shown[key], old) for key, old in _floors(before).items() if key in at_present}
    came = exposed(Crossing(since, then & at_present, ceilings=steps))
    if came is not None:
        return came
    figures = {key: shown[key] for key in at_present}
    earlier = before.past if after.crossed is not before.crossed else before.past[-1:]
    moments = (one.later(figures) for one in reversed(earlier))
    found = (exposed(Crossing(one.cells, one.known, one.floors, one.ceilings)) for one in moments)
    return next((cell for cell in found if cell is not None), None)


def _current(tables: Tables, cells: Mapping[Cell, Counts]) -> frozenset[Cell]:
    """The margins and cells that the tables show as they are."""
    known: set[Cell] = {
        (level, "") for level, now in _margin(cells, 0).items() if tables.levels.shown.get(level) == now
    }
    known |= {("", shore) for shore, now in _margin(cells, 1).items() if tables.shores.shown.get(shore) == now}
    known |= {cell for cell, now in cells.items() if tables.crossed.shown.get(_name(cell)) == now}
    return frozenset(known)


def _floors(tables: Tables) -> dict[Cell, Counts]:
    floors: dict[Cell, Counts] = {(level, ""): counts for level, counts in tables.levels.shown.items()}
    floors |= {("", shore): counts for shore, counts in tables.shores.shown.items()}
    floors |= {_cell(name): counts for name, counts in tables.crossed.shown.items()}
    return floors


def _margin(cells: Mapping[Cell, Counts], axis: int) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for cell, counts in cells.items():
        found[cell[axis]] = added((found.get(cell[axis], NOBODY), counts))
    return found


def _name(cell: Cell) -> str:
    return SEPARATOR.join(cell)


def _cell(name: str) -> Cell:
    level, _separator, shore = name.partition(SEPARATOR)
    return level, shore


def figures(tables: Tables) -> dict[str, dict[str, Counts]]:
    """What readers get: the groups shown of each table. Crossed groups are named "level|shore"."""
    ladders = {"levels": tables.levels, "shores": tables.shores, "crossed": tables.crossed}
    return {name: dict(ladder.shown) for name, ladder in ladders.items()}


def people_stepped(tables: Tables, cells: Mapping[Cell, Counts]) -> Tables | None:
    """Who took part, brought up to date: one ladder of level by shore, of which the margins are mere sums.

    One table alone needs no more than its pool; None when nothing may move.
    """
    crossed = climbed(tables.crossed, {_name(cell): counts for cell, counts in cells.items()})
    return replace(tables, crossed=crossed) if crossed else None


def figures_of_people(tables: Tables) -> dict[str, dict[str, Counts]]:
    """What readers get of who took part: people of the cells shown, and their sums by level and by shore."""
    cells = {_cell(name): counts for name, counts in tables.crossed.shown.items()}
    return {"levels": _margin(cells, 0), "shores": _margin(cells, 1), "crossed": dict(tables.crossed.shown)}


# How tables are kept: JSON for the team's code alone; readers get `shown`.


def to_json(tables: Tables) -> dict[str, Any]:
    """The three ladders, pools included, and the latest steps."""
    past = [
        {
            "cells": to_rows(one.cells),
            "known": sorted(one.known),
            "floors": to_rows(one.floors),
            "ceilings": to_rows(one.ceilings),
        }
        for one in tables.past
    ]
    ladders = {"levels": tables.levels, "shores": tables.shores, "crossed": tables.crossed}
    return {**{name: _ladder(ladder) for name, ladder in ladders.items()}, "past": past}


def from_json(kept: Mapping[str, Any]) -> Tables:
    """The tables again, from what `to_json` made."""
    if not kept:
        return Tables()
    past = (
        Moment(
            _cells(one["cells"]),
            frozenset((row, column) for row, column in one["known"]),
            _cells(one["floors"]),
            _cells(one["ceilings"]),
        )
        for one in kept["past"]
    )
    return Tables(_read(kept["levels"]), _read(kept["shores"]), _read(kept["crossed"]), tuple(past))


def to_rows(cells: Mapping[Cell, Counts]) -> list[list[str | int]]:
    """[[level, shore, agree, disagree, passed], …]."""
    return [[*cell, *counts] for cell, counts in sorted(cells.items())]


def _cells(rows: Iterable[Iterable[Any]]) -> dict[Cell, Counts]:
    return {(level, shore): (agree, disagree, passed) for level, shore, agree, disagree, passed in rows}


def _ladder(ladder: Ladder) -> dict[str, Any]:
    pools = [{"total": pool.total, "kept": dict(pool.kept), "steps": dict(pool.steps)} for pool in ladder.pools]
    return {"shown": dict(ladder.shown), "pools": pools}


def _read(kept: Mapping[str, Any]) -> Ladder:
    pools = (Pool(_counts(one["total"]), _groups(one["kept"]), _steps(one["steps"])) for one in kept["pools"])
    return Ladder(_groups(kept["shown"]), tuple(pools))


def _groups(kept: Mapping[str, Iterable[int]]) -> dict[str, Counts]:
    return {group: _counts(counts) for group, counts in kept.items()}


def _steps(kept: Mapping[str, Iterable[Iterable[int]]]) -> dict[str, tuple[Counts, Counts]]:
    found = {}
    for group, step in kept.items():
        grown, since = step
        found[group] = (_counts(grown), _counts(since))
    return found


def _counts(kept: Iterable[int]) -> Counts:
    agree, disagree, passed = kept
    return agree, disagree, passed
