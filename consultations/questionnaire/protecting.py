"""What may be told of answers to a closed question: no number for fewer than five people, nor one that follows. Pure.

While answers come, how many gave each is replaced in steps (`disclosure.climbed`), so that two moments compared betray
nobody. Once the questionnaire is closed, answers by constituency and by shore are drawn, once. All three tables tell of
the same people, so they are held against each other: each grouping with the answers, and for each answer the two
groupings with each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..choices import MINIMUM_CELL
from ..disclosure import EMPTY, Cell, Counts, Crossing, Ladder, climbed, exposed

Given = Mapping[Cell, Mapping[str, int]]  # (constituency, side) -> answer -> people: everyone who answered, exactly
Shown = dict[str, dict[str, int]]  # group -> answer -> people
AXES = (0, 1)  # of a cell: constituency, side


@dataclass(frozen=True)
class Told:
    """What is told of one question: how many gave each answer, and by group once closed (None: not yet drawn).

    `people`: everyone who had answered when it was last replaced.
    """

    people: int = 0
    ladder: Ladder = EMPTY
    groups: tuple[Shown, Shown] | None = None

    @property
    def numbers(self) -> dict[str, int]:
        """Answer -> people, of the answers that are shown."""
        return {answer: counts[0] for answer, counts in self.ladder.shown.items()}


def brought_up(told: Told, given: Given, *, final: bool = False) -> Told | None:
    """What is told, replaced as far as it may be; None when nothing may move. `final`: nobody answers any more."""
    totals: Counter[str] = Counter()
    for answers in given.values():
        totals.update(answers)
    ladder = climbed(told.ladder, {answer: _people(n) for answer, n in totals.items()})
    people = totals.total() if ladder else told.people
    groups = told.groups
    if final and groups is None:
        groups = _drawn(given, (ladder or told.ladder).shown)
    if ladder is None and groups == told.groups:
        return None
    return Told(people, ladder or told.ladder, groups)


@dataclass
class _Draft:
    """The two tables by group while they are drawn: exact numbers, and which of them are shown."""

    given: Given
    answers: Mapping[str, Counts]
    tables: tuple[dict[Cell, int], dict[Cell, int]] = field(default_factory=lambda: ({}, {}))
    shown: tuple[set[Cell], set[Cell]] = field(default_factory=lambda: (set(), set()))

    def __post_init__(self) -> None:
        every = {answer for answers in self.given.values() for answer in answers}
        for axis in AXES:
            table: Counter[Cell] = Counter()
            for cell, answers in self.given.items():
                table.update({(cell[axis], answer): answers.get(answer, 0) for answer in every})
            self.tables[axis].update(table)
            self.shown[axis].update(key for key, n in table.items() if n >= MINIMUM_CELL and key[1] in self.answers)
            for answer in self.answers:
                self._keep_latest_back(axis, answer)

    def _keep_latest_back(self, axis: int, answer: str) -> None:
        """Where a total stands as it was some answers ago, its groups do not add up to what it has become."""
        told = self.answers[answer][0]
        if told == sum(n for key, n in self.tables[axis].items() if key[1] == answer):
            return
        shown = sorted((self.tables[axis][key], key) for key in self.shown[axis] if key[1] == answer)
        for number, (_n, key) in enumerate(shown):
            self.shown[axis].discard(key)
            if sum(n for n, _key in shown[number + 1 :]) <= told:
                return

    def exposed(self) -> Iterator[tuple[int, Cell]]:
        """(grouping, cell) of what the numbers shown give away."""
        for axis in AXES:
            found = exposed(self._with_answers(axis))
            if found:
                yield axis, found
        for answer in self.answers:
            found = exposed(self._of_groups(answer))
            if found:
                yield (0, (found[0], answer)) if found[0] else (1, (found[1], answer))

    def _with_answers(self, axis: int) -> Crossing:
        cells = {key: _people(n) for key, n in self.tables[axis].items()}
        return Crossing(cells, frozenset(self.shown[axis] | {("", answer) for answer in self.answers}))

    def _of_groups(self, answer: str) -> Crossing:
        cells = {cell: _people(answers.get(answer, 0)) for cell, answers in self.given.items()}
        rows = {(group, "") for group, one in self.shown[0] if one == answer}
        columns = {("", group) for group, one in self.shown[1] if one == answer}
        return Crossing(cells, frozenset(rows | columns))

    def hide_near(self, axis: int, cell: Cell) -> bool:
        """Hide the smallest number shown that helps to give a cell away; False when none is left."""
        group, answer = cell
        near = [
            (key[1] != answer, key[0] != group, self.tables[at][key], at, key)
            for at in sorted(AXES, key=lambda one: one != axis)
            for key in self.shown[at]
            if key[1] == answer or (at == axis and key[0] == group)
        ] or [(False, False, self.tables[at][key], at, key) for at in AXES for key in self.shown[at]]
        if not near:
            return False
        _answer, _group, _number, at, key = min(near)
        self.shown[at].discard(key)
        return True


def _drawn(given: Given, answers: Mapping[str, Counts]) -> tuple[Shown, Shown]:
    """Answers by constituency and by shore: as much as gives nobody away, perhaps nothing."""
    draft = _Draft(given, answers)
    while True:
        found = next(draft.exposed(), None)
        if found is None:
            break
        if not draft.hide_near(*found):
            return {}, {}
    shown: tuple[Shown, Shown] = (defaultdict(dict), defaultdict(dict))
    for axis in AXES:
        for group, answer in sorted(draft.shown[axis]):
            shown[axis][group][answer] = draft.tables[axis][group, answer]
    return dict(shown[0]), dict(shown[1])


def _people(number: int) -> Counts:
    return number, 0, 0
