"""Who may flag, examine, decide and appeal; where the answer is no, the sentence that says why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kernel.text.direction import isolated
from kernel.ui import formats

from . import rules
from .choices import CaseState, PostState
from .models import Appeal, Case, Decision, Post, Suspension

if TYPE_CHECKING:
    from actors.models import Person

CLAIM = timedelta(minutes=30)
APPEAL_DAYS = 184  # six months at least: Regulation (EU) 2022/2065, article 20


def why_not_flag(person: Person, post: Post) -> str:
    """Why a person who reads a post may not flag it, in words; blank where they may. The suspended may."""
    if post.state != PostState.VISIBLE:
        return _("Ce message n’est plus affiché : il n’y a plus rien à signaler.")
    if post.author_id == person.pk:
        return _("C’est votre message : vous n’avez pas à le signaler.")
    return ""


def may_examine(person: Any, post: Post) -> bool:
    """Whether someone may examine a flagged post, and read who flagged it: a moderator who is not its author."""
    return rules.may_moderate(person, post.topic.room) and post.author_id != person.pk


def holder_of(case: Case, at: datetime) -> Person | None:
    """The moderator who is at a case; a claim ends by itself after half an hour."""
    if case.state != CaseState.OPEN or case.claimed_at is None or at >= case.claimed_at + CLAIM:
        return None
    return case.claimed_by


def held_by_another(case: Case, person: Person, at: datetime) -> str:
    """Who else is at a case and until when, in words; blank where it is free or one's own."""
    holder = holder_of(case, at)
    if holder is None or holder.pk == person.pk or case.claimed_at is None:
        return ""
    return _("%(name)s examine ce message, jusqu’à %(hour)s au plus.") % {
        "name": isolated(holder.name),
        "hour": formats.clock(case.claimed_at + CLAIM, person.zone),
    }


def appeal_ends_at(decision: Decision | Suspension) -> datetime:
    """Until when whom it is about may appeal: six months, and as long as a suspension was to last."""
    until = decision.decided_at + timedelta(days=APPEAL_DAYS)
    return max(until, decision.ends_at) if isinstance(decision, Suspension) else until


def appeal_of(decision: Decision | Suspension) -> Appeal | None:
    """The appeal against a removal or a suspension, if one was made."""
    return getattr(decision, "appeal", None)


def why_not_appeal(person: Person, decision: Decision | Suspension, at: datetime) -> str:
    """Why someone may not ask that a removal or a suspension be looked at again, in words; blank where they may.

    The suspended may, and so may who was suspended until the term or until someone lifted it.
    """
    is_suspension = isinstance(decision, Suspension)
    if decision.concerned_id != person.pk:
        return (
            _("Seule la personne suspendue peut demander un réexamen.")
            if is_suspension
            else _("Seule la personne qui a écrit le message peut demander un réexamen.")
        )
    if appeal_of(decision):
        return _("Vous avez déjà demandé le réexamen de cette décision.")
    if isinstance(decision, Decision) and _is_past(decision):
        return _("Cette décision n’a plus d’effet.")
    if at >= appeal_ends_at(decision):
        return (
            _("Le délai pour demander un réexamen est passé.")
            if is_suspension
            else _("Le délai de six mois pour demander un réexamen est passé.")
        )
    return ""


def _is_past(decision: Decision) -> bool:
    """Whether a post was given back, or removed anew, since it was removed."""
    return not decision.post.is_removed or decision.post.decisions.filter(pk__gt=decision.pk).exists()


def why_not_answer(person: Person, appeal: Appeal) -> str:
    """Why a moderator may not answer an appeal, in words; blank where they may."""
    if appeal.against_id == person.pk:
        return _("Vous avez pris cette décision : une autre personne de l’animation doit la réexaminer.")
    if appeal.about.concerned_id == person.pk:
        if appeal.suspension_id:
            return _("Cette suspension vous concerne : une autre personne de l’animation doit la réexaminer.")
        return _("C’est votre message : une autre personne de l’animation doit réexaminer la décision.")
    return ""
