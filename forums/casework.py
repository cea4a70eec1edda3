"""Who may flag, examine, decide and appeal; where the answer is no, the sentence that says why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kernel.text.direction import isolated
from kernel.ui import formats

from . import rules
from .choices import CaseState, PostState
from .models import Appeal, Case, Decision, Post

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


def appeal_ends_at(decision: Decision) -> datetime:
    """Until when the author may appeal."""
    return decision.at + timedelta(days=APPEAL_DAYS)


def why_not_appeal(person: Person, decision: Decision, at: datetime) -> str:
    """Why an author may not ask that a removal be looked at again, in words; blank where they may."""
    if decision.post.author_id != person.pk:
        return _("Seule la personne qui a écrit le message peut demander un réexamen.")
    if Appeal.objects.filter(decision=decision).exists():
        return _("Vous avez déjà demandé le réexamen de cette décision.")
    if not decision.post.is_removed or decision.post.decisions.filter(pk__gt=decision.pk).exists():
        return _("Cette décision n’a plus d’effet.")
    if at >= appeal_ends_at(decision):
        return _("Le délai de six mois pour demander un réexamen est passé.")
    return ""


def why_not_answer(person: Person, appeal: Appeal) -> str:
    """Why a moderator may not answer an appeal, in words; blank where they may."""
    if appeal.against_id == person.pk:
        return _("Vous avez pris cette décision : une autre personne de l’animation doit la réexaminer.")
    if appeal.decision.post.author_id == person.pk:
        return _("C’est votre message : une autre personne de l’animation doit réexaminer la décision.")
    return ""
