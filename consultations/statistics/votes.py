"""Who said what: the votes of a consultation as three parallel arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True)
class Votes:
    """`size` votes: person i said value of statement c. Each pair (i, c) stands once; ordered by person, statement.

    `person`, `statement`: shape (size,), indices below `people` and `statements`; `value`: shape (size,), -1, 0 or +1.
    """

    people: int
    statements: int
    person: Integers
    statement: Integers
    value: Integers

    @property
    def size(self) -> int:
        """How many votes there are."""
        return len(self.value)

    @classmethod
    def from_rows(cls, people: int, statements: int, person: Any, statement: Any, value: Any) -> Votes:
        """From three sequences of equal length in the order in which people voted: the last vote of a pair holds.

        Raises ValueError for an index out of range or a value other than -1, 0, +1.
        """
        who = np.asarray(person, dtype=np.int64)
        what = np.asarray(statement, dtype=np.int64)
        said = np.asarray(value, dtype=np.int64)
        if len(who) and (who.min() < 0 or who.max() >= people or what.min() < 0 or what.max() >= statements):
            raise ValueError("a vote names a person or a statement that is not there")
        if len(said) and (said.min() < DISAGREE or said.max() > AGREE):
            raise ValueError("a vote is -1, 0 or +1")
        pair = who * statements + what
        _kept, from_the_end = np.unique(pair[::-1], return_index=True)
        last = len(pair) - 1 - from_the_end
        return cls(people, statements, who[last], what[last], said[last])

    @classmethod
    def from_matrix(cls, matrix: Any) -> Votes:
        """From an array of shape (people, statements) in which NaN is a statement that the person has not seen."""
        table = np.asarray(matrix, dtype=np.float64)
        who, what = np.nonzero(~np.isnan(table))
        return cls.from_rows(table.shape[0], table.shape[1], who, what, table[who, what])

    def to_matrix(self) -> Floats:
        """Shape (people, statements), NaN where a statement was not seen."""
        table = np.full((self.people, self.statements), np.nan)
        table[self.person, self.statement] = self.value
        return table

    def of_people(self, chosen: Sequence[int] | Integers) -> Votes:
        """The votes of some people only, renumbered in the order given; each person at most once."""
        kept = np.asarray(chosen, dtype=np.int64)
        place = np.full(self.people, -1, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        mine = place[self.person] >= 0
        who, what = place[self.person[mine]], self.statement[mine]
        order = np.lexsort((what, who))
        return Votes(len(kept), self.statements, who[order], what[order], self.value[mine][order])

    def on_statements(self, chosen: Sequence[int] | Integers) -> Votes:
        """The votes on some statements only, renumbered in the order given."""
        kept = np.asarray(chosen, dtype=np.int64)
        place = np.full(self.statements, -1, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        mine = place[self.statement] >= 0
        who, what = self.person[mine], place[self.statement[mine]]
        order = np.lexsort((what, who))
        return Votes(self.people, len(kept), who[order], what[order], self.value[mine][order])

    def votes_by_person(self) -> Integers:
        """How many statements each person has answered. Shape (people,)."""
        return np.bincount(self.person, minlength=self.people)
