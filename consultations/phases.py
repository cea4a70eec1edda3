"""What each kind of phase allows. Pure."""

from __future__ import annotations

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
