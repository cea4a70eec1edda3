"""What each kind of phase allows, and the window that the phases of a consultation make together. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from .choices import Act, PhaseKind

ACTS: dict[PhaseKind, frozenset[Act]] = {
    PhaseKind.INFORM: frozenset(),
    PhaseKind.QUESTIONNAIRE: frozenset({Act.RESPOND, Act.SIGN}),
    PhaseKind.PROPOSE: frozenset({Act.PROPOSE, Act.SIGN}),
    PhaseKind.STATEMENTS: frozenset({Act.PROPOSE, Act.VOTE, Act.SIGN}),
    PhaseKind.DELIBERATE: frozenset({Act.SIGN}),
    PhaseKind.DECIDE: frozenset(),
    PhaseKind.ANSWER: frozenset(),
    PhaseKind.FOLLOW: frozenset(),
}
TAKING_PART = tuple(kind for kind, acts in ACTS.items() if acts)


class Stretch(Protocol):
    """A phase, laid or only planned."""

    @property
    def kind(self) -> str: ...

    @property
    def opens_at(self) -> datetime: ...

    @property
    def closes_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class PhasePlan:
    """A phase to be laid: its window, who it admits (empty: everyone), and its texts by language."""

    kind: PhaseKind
    opens_at: datetime
    closes_at: datetime | None
    title: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    constituencies: tuple[str, ...] = ()
    shores: tuple[str, ...] = ()


def takes_part(kind: str) -> bool:
    """Whether people may do something in a phase of this kind."""
    return bool(ACTS[PhaseKind(kind)])


def window(stretches: Iterable[Stretch]) -> tuple[datetime, datetime] | None:
    """First opening and last close of the phases in which people take part; None where there is none, or no close."""
    ours = [(one.opens_at, one.closes_at) for one in stretches if takes_part(one.kind)]
    closes = [closes_at for _opens_at, closes_at in ours if closes_at is not None]
    if not ours or len(closes) < len(ours):
        return None
    return min(opens_at for opens_at, _closes_at in ours), max(closes)
