"""Who may do what in a consultation: what its open phases let a voice do, and what a person may therefore do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from actors.queries import voices_of
from actors.rules import has_confirmed_address

from .choices import Act, ConsultationState, PhaseKind
from .models import Consultation, Participant, Phase
from .models.consultations import Heard
from .phases import ACTS

if TYPE_CHECKING:
    from actors.models import Person


def may_manage(person: Person | AnonymousUser | None) -> bool:
    """The team that runs consultations."""
    return bool(person and person.is_authenticated and person.has_perm("consultations.manage"))


def may_read(person: Person | AnonymousUser | None, consultation: Consultation) -> bool:
    """Everyone reads what is published; drafts and what was withdrawn are for the team."""
    return consultation.state == ConsultationState.PUBLISHED or may_manage(person)


def acts_open(consultation: Consultation, at: datetime) -> frozenset[Act]:
    """What somebody at least may do at an instant: what the phases open then allow, whoever they admit. One query."""
    return _acts(_open_phases(consultation, at))


def acts_allowed(consultation: Consultation, voice: Heard, at: datetime) -> frozenset[Act]:
    """What one voice may do at an instant: what the phases open then allow, of those that admit it. One query.

    Actions call it with the participant, or with the organisation that signs, after `may` said yes to the person.
    """
    return _acts(_admitting(_open_phases(consultation, at), [voice]))


def acts_of(person: Person | AnonymousUser | None, consultation: Consultation, at: datetime) -> frozenset[Act]:
    """What a person may do at an instant, all acts in one go. Four queries at most.

    An active account with a confirmed address. What is done as a person (respond, propose, vote) follows the voice
    under which they joined or, before that, any of theirs; signing follows the organisations they are a verified
    member of (whether they hold its mandate is for the rules of positions).
    """
    if not person or not person.is_authenticated or not person.is_active:
        return frozenset()
    phases = _open_phases(consultation, at)
    if not _acts(phases) or not has_confirmed_address(person):
        return frozenset()
    voices = voices_of(person)
    joined = Participant.objects.filter(consultation=consultation, person=person).first()
    own = _acts(_admitting(phases, [joined] if joined else voices)) - {Act.SIGN}
    signed = _acts(_admitting(phases, [voice for voice in voices if voice.organisation])) & {Act.SIGN}
    return own | signed


def may(person: Person | AnonymousUser | None, act: Act, consultation: Consultation, at: datetime) -> bool:
    """Whether a person may do an act at an instant: see `acts_of`."""
    return act in acts_of(person, consultation, at)


def takes_votes(consultation: Consultation, at: datetime) -> bool:
    """Whether a phase of vote is open, and the team has published the consultation."""
    return Act.VOTE in acts_open(consultation, at)


def may_vote(person: Person | AnonymousUser | None, consultation: Consultation, at: datetime) -> bool:
    """Whether a person may vote at an instant."""
    return may(person, Act.VOTE, consultation, at)


def _open_phases(consultation: Consultation, at: datetime) -> list[Phase]:
    if consultation.state != ConsultationState.PUBLISHED:
        return []
    return [phase for phase in consultation.phases.all() if phase.is_open(at)]


def _admitting(phases: list[Phase], voices: Sequence[Heard]) -> list[Phase]:
    return [phase for phase in phases if any(phase.admits(voice) for voice in voices)]


def _acts(phases: list[Phase]) -> frozenset[Act]:
    return frozenset().union(*(ACTS[PhaseKind(phase.kind)] for phase in phases))
