"""Results without a database: tallies, shares and the rule that hides small cells. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .choices import MINIMUM_CELL, Answer

MINIMUM_HIDDEN = 2  # groups: one alone is the total less the others


@dataclass(frozen=True)
class Tally:
    """Votes on one statement: numbers of people who agreed, disagreed and passed."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def seen(self) -> int:
        """Everyone who answered, passing included (Small et al. 2021: S = A + D + P)."""
        return self.agree + self.disagree + self.passed

    @property
    def agree_share(self) -> int:
        """Agreement among all who answered, in whole per cent; 0 when nobody did."""
        return percent(self.agree, self.seen)

    @property
    def disagree_share(self) -> int:
        """Disagreement among all who answered, in whole per cent."""
        return percent(self.disagree, self.seen)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.agree + other.agree, self.disagree + other.disagree, self.passed + other.passed)


@dataclass(frozen=True)
class Cell:
    """One group's row in a published table. A hidden one carries no figure at all."""

    group: str
    tally: Tally | None

    @property
    def is_hidden(self) -> bool:
        """Whether the group is too small to be shown."""
        return self.tally is None

    @property
    def is_empty(self) -> bool:
        """Whether nobody of this group has answered: that is worth showing."""
        return self.tally is not None and self.tally.seen == 0


@dataclass(frozen=True)
class Breakdown:
    """A statement's result by one grouping, ready to publish."""

    total: Tally
    cells: tuple[Cell, ...]
    total_is_hidden: bool = field(default=False)


def percent(part: int, whole: int) -> int:
    """Share in whole per cent, halves rounded up; 0 of nothing is 0."""
    if not whole:
        return 0
    return (200 * part + whole) // (2 * whole)


def tally_of(values: Mapping[int, int]) -> Tally:
    """From counts by answer value: {1: 12, -1: 3, 0: 1}."""
    return Tally(values.get(Answer.AGREE, 0), values.get(Answer.DISAGREE, 0), values.get(Answer.PASS, 0))


def small_groups(sizes: Mapping[str, int], minimum: int = MINIMUM_CELL) -> set[str]:
    """Groups that may not be shown: 1 to minimum - 1 people, and whoever would betray them by subtraction.

    Everyone can subtract the shown groups from the total, so what is hidden together must hold at least two groups
    and `minimum` people: the next smallest groups join until it does (complementary suppression).
    """
    hidden = {group for group, size in sizes.items() if 0 < size < minimum}
    if not hidden:
        return hidden
    others = sorted((size, group) for group, size in sizes.items() if size >= minimum)
    while others and (len(hidden) < MINIMUM_HIDDEN or sum(sizes[group] for group in hidden) < minimum):
        hidden.add(others.pop(0)[1])
    return hidden
