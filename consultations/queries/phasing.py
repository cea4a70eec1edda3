"""The phases of a consultation as readers follow them: what is open, what comes next."""

from __future__ import annotations

from datetime import datetime

from pages.base.queries import with_linkable

from ..choices import Act, PhaseKind
from ..models import Consultation, Phase
from ..phases import ACTS


def phases_of(consultation: Consultation) -> list[Phase]:
    """Its phases in order, each with its meeting or room loaded and `is_linkable`: whether everyone may go there."""
    phases: list[Phase] = list(
        with_linkable(Phase.objects.filter(consultation=consultation).order_by("opens_at", "pk"))
    )
    return phases


def next_phase(phases: list[Phase], at: datetime) -> Phase | None:
    """The first to open after an instant."""
    return min((phase for phase in phases if phase.opens_at > at), key=lambda phase: phase.opens_at, default=None)


def phase_for(phases: list[Phase], act: Act, at: datetime) -> Phase | None:
    """The phase in which an act can be done: of those open, the last to close; else the next to open."""
    allowing = [phase for phase in phases if act in ACTS[PhaseKind(phase.kind)]]
    now = [phase for phase in allowing if phase.is_open(at) and phase.closes_at]
    return max(now, key=lambda phase: (phase.closes_at, phase.pk)) if now else next_phase(allowing, at)
