"""How a consultation goes, in words: the stepper, and each phase with who takes part and what it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from actors.choices import Constituency, Shore
from kernel.mail.times import city
from kernel.ui import formats

from .. import queries
from ..choices import PhaseKind
from ..models import Consultation, Phase
from ..phases import takes_part

DONE, NOW, AHEAD = "done", "now", ""


@dataclass(frozen=True)
class Stretch:
    """A phase as the page tells it; `state` is one of done, now and empty."""

    phase: Phase
    state: str
    detail: str
    admitted: str

    @property
    def label(self) -> str:
        """Its title, or the word for its kind."""
        return str(self.phase)

    @property
    def takes_part(self) -> bool:
        """Whether people do something in it."""
        return takes_part(self.phase.kind)


def course(consultation: Consultation, phases: list[Phase], at: datetime) -> dict[str, Any]:
    """The stepper, what is open now and what comes next, for the page of a consultation."""
    stretches = [_stretch(consultation, phase, at) for phase in phases]
    following = queries.next_phase(phases, at)
    return {
        "stretches": stretches,
        "city": city(consultation.zone),
        "steps": _steps(stretches),
        "open_now": [one for one in stretches if one.state == NOW and one.takes_part],
        "next_stretch": next((one for one in stretches if one.phase == following), None),
    }


def _stretch(consultation: Consultation, phase: Phase, at: datetime) -> Stretch:
    state = AHEAD if at < phase.opens_at else NOW if phase.is_open(at) else DONE
    return Stretch(phase, state, _detail(consultation, phase, state), _admitted(phase))


def _detail(consultation: Consultation, phase: Phase, state: str) -> str:
    opens = formats.day(phase.opens_at, "short", consultation.tzinfo)
    closes = formats.day(phase.closes_at, "short", consultation.tzinfo)
    if state == DONE:
        return _("close le %(date)s") % {"date": closes}
    if state == NOW:
        return _("jusqu’au %(date)s") % {"date": closes} if closes else _("en cours")
    if phase.kind == PhaseKind.ANSWER and closes:
        return _("avant le %(date)s") % {"date": closes}
    return _("à partir du %(date)s") % {"date": opens}


def _admitted(phase: Phase) -> str:
    """Who acts in it, where not everyone does."""
    constituencies = formats.join(str(Constituency(one).label) for one in phase.constituencies)
    shores = formats.join(str(Shore(one).label) for one in phase.shores)
    if constituencies and shores:
        return _("%(constituencies)s ; %(shores)s") % {"constituencies": constituencies, "shores": shores}
    return constituencies or shores


def _steps(stretches: list[Stretch]) -> list[dict[str, Any]]:
    """One step at most is the current one: of the phases open, the last begun; the others are open beside it."""
    current = [one for one in stretches if one.state == NOW][-1:]
    return [
        {
            "label": one.label,
            "detail": one.detail,
            "of": one.phase,
            "state": "beside" if one.state == NOW and one not in current else one.state,
        }
        for one in stretches
    ]
