"""Counts that follow each vote as it comes: what a live page shows costs the same on the millionth vote."""

from __future__ import annotations

import numpy as np

from .counts import UNGROUPED, Counts, count
from .votes import AGREE, DISAGREE, PASS, Integers, Votes


class LiveCounts:
    """A, D and P by group and statement, kept as votes are cast, changed and taken back.

    `counts` is read like any other Counts; it is the same as counting all votes anew (a property under test).
    """

    def __init__(self, groups: int, statements: int) -> None:
        self._by_value = {value: np.zeros((groups, statements), dtype=np.int64) for value in (AGREE, DISAGREE, PASS)}

    @classmethod
    def of(cls, votes: Votes, group_of: Integers, groups: int) -> LiveCounts:
        """Start from votes that are already there."""
        live = cls(groups, votes.statements)
        start = count(votes, group_of, groups)
        live._by_value = {AGREE: start.agree.copy(), DISAGREE: start.disagree.copy(), PASS: start.passed.copy()}
        return live

    def change(self, *, group: int, statement: int, before: int | None, after: int | None) -> None:
        """One person of a group says something else of a statement. None: nothing said. Raises ValueError when the
        vote taken back was never counted."""
        if group == UNGROUPED:
            return
        if before is not None:
            if not self._by_value[before][group, statement]:
                raise ValueError("a vote is taken back that was not counted")
            self._by_value[before][group, statement] -= 1
        if after is not None:
            self._by_value[after][group, statement] += 1

    @property
    def counts(self) -> Counts:
        """The counts as they are now."""
        return Counts(self._by_value[AGREE], self._by_value[DISAGREE], self._by_value[PASS])
