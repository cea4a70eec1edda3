"""Where a person stands among published figures: with which groups they agree, statement by statement. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .choices import Answer
from .results import Breakdown, Tally, percent

ENDS = {Answer.AGREE: 96, Answer.PASS: 50, Answer.DISAGREE: 4}  # per cent of the line: a mark stays on it


@dataclass(frozen=True)
class Place:
    """Where a group stands on a statement: `share` of agreement among decided answers, in per cent, and its side."""

    group: str
    share: int
    side: int


@dataclass(frozen=True)
class Stand:
    """A person's answer to one statement beside the groups that are shown."""

    answer: int
    places: tuple[Place, ...]

    @property
    def position(self) -> int:
        """The person's place on the line, in per cent from against to in favour."""
        return ENDS[Answer(self.answer)]

    @property
    def alike(self) -> tuple[Place, ...]:
        """Groups that lean as the person does; none for who passed."""
        return tuple(place for place in self.places if self.answer and place.side == self.answer)

    @property
    def otherwise(self) -> tuple[Place, ...]:
        """Groups that lean the other way."""
        return tuple(place for place in self.places if self.answer and place.side == -self.answer)


@dataclass(frozen=True)
class Closeness:
    """On how many statements a group leans as a person does, of those that both decided and that are shown."""

    group: str
    same: int
    compared: int


def place_of(group: str, tally: Tally) -> Place | None:
    """Where a group stands; None where nobody of it decided either way."""
    decided = tally.agree + tally.disagree
    if not decided:
        return None
    side = (tally.agree > tally.disagree) - (tally.agree < tally.disagree)
    return Place(group, percent(tally.agree, decided), side)


def stand(answer: int, breakdown: Breakdown) -> Stand:
    """A person's answer beside the published cells of a statement; what is not shown is not there at all."""
    found = (place_of(cell.group, cell.tally) for cell in breakdown.cells if cell.tally and cell.tally.seen)
    return Stand(answer, tuple(sorted((p for p in found if p), key=lambda place: place.share)))


def closeness(stands: Iterable[Stand], groups: Sequence[str]) -> list[Closeness]:
    """The groups that can be compared, the closest first. Passing is no side: those answers are left out."""
    sides: Mapping[str, list[bool]] = {group: [] for group in groups}
    for one in stands:
        if not one.answer:
            continue
        for place in one.places:
            if place.side:
                sides[place.group].append(place.side == one.answer)
    found = [Closeness(group, sum(same), len(same)) for group, same in sides.items() if same]
    return sorted(found, key=lambda one: (-one.same / one.compared, -one.compared, groups.index(one.group)))


def withheld(breakdowns: Iterable[Breakdown], groups: Sequence[str], shown: Iterable[str]) -> list[str]:
    """Groups of which nothing is shown: fewer than five people, or nobody yet; which of the two is not said."""
    known = set(shown)
    hidden = {cell.group for breakdown in breakdowns for cell in breakdown.cells if cell.is_hidden}
    return [group for group in groups if group in hidden and group not in known]
