"""What sets a group apart: the statements on which it differs most from everyone else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .counts import Z_90, Counts, benjamini_hochberg, share_z, smoothed_share, two_share_z, upper_tail
from .votes import Booleans, Floats

SELECTED = 5


@dataclass(frozen=True)
class Representativeness:
    """Each array has the shape (groups, statements).

    `agree_ratio` R_a = P_a(g)/P_a(¬g); `agree_z` r_at, two proportions; `agree_share` P_a; `agree_share_z` p_at;
    the same for disagreement. `for_agreement`: the side that sets the group apart, agreement iff r_at > r_dt.
    """

    agree_ratio: Floats
    agree_z: Floats
    agree_share: Floats
    agree_share_z: Floats
    disagree_ratio: Floats
    disagree_z: Floats
    disagree_share: Floats
    disagree_share_z: Floats

    @property
    def for_agreement(self) -> Booleans:
        """Which side sets the group apart."""
        return self.agree_z > self.disagree_z

    @property
    def sufficient(self) -> Booleans:
        """Whether both tests of one side exceed the one-sided 90 % point."""
        agree = (self.agree_z > Z_90) & (self.agree_share_z > Z_90)
        disagree = (self.disagree_z > Z_90) & (self.disagree_share_z > Z_90)
        result: Booleans = agree | disagree
        return result

    @property
    def metric(self) -> Floats:
        """The rank of the side that counts: R · r_t · P · p_t."""
        agree = self.agree_ratio * self.agree_z * self.agree_share * self.agree_share_z
        disagree = self.disagree_ratio * self.disagree_z * self.disagree_share * self.disagree_share_z
        return np.where(self.for_agreement, agree, disagree)

    def controlled(self, q: float = 0.10) -> Booleans:
        """Sufficient ones that also hold when all statements and groups are tested together at q.

        The reference has no such control: random labels give it dozens of "sufficient" pairs.
        """
        p = upper_tail(np.maximum(self.agree_z, self.disagree_z))
        result: Booleans = benjamini_hochberg(p, q) & self.sufficient
        return result


def representativeness(counts: Counts) -> Representativeness:
    """Compare each group with everyone grouped elsewhere, on every statement."""
    others = counts.others()

    def side(mine: str) -> tuple[Floats, Floats, Floats, Floats]:
        own, theirs = getattr(counts, mine), getattr(others, mine)
        share = smoothed_share(own, counts.seen)
        ratio = share / smoothed_share(theirs, others.seen)
        return ratio, two_share_z(own, counts.seen, theirs, others.seen), share, share_z(own, counts.seen)

    return Representativeness(*side("agree"), *side("disagree"))


@dataclass(frozen=True)
class Chosen:
    """A statement that sets a group apart, and the side on which it does."""

    statement: int
    for_agreement: bool
    metric: float


def ranked(found: Representativeness, group: int) -> list[Chosen]:
    """A group's sufficient statements, the most telling first."""
    metric, side = found.metric[group], found.for_agreement[group]
    order = sorted(np.nonzero(found.sufficient[group])[0], key=lambda c: (-metric[c], c))
    return [Chosen(int(c), bool(side[c]), float(metric[c])) for c in order]


def selected(found: Representativeness, group: int, limit: int = SELECTED) -> list[Chosen]:
    """At most `limit` statements to show for a group: the best agreement first, agreements before disagreements.

    Where none is sufficient the best of all is kept, so that no group stands without a word.
    """
    best = ranked(found, group)
    if not best:
        c = int(found.metric[group].argmax())
        return [Chosen(c, bool(found.for_agreement[group][c]), float(found.metric[group][c]))]
    head = next((one for one in best if one.for_agreement), None)
    kept = ([head] if head else []) + [one for one in best if one is not head]
    return sorted(kept[:limit], key=lambda one: not one.for_agreement)
