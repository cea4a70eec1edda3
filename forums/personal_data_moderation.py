"""What moderation holds about a person: the copy they may have, and what goes when they leave. (leaf)

Who flagged a person's messages is nobody's to read but the moderators': a copy says only what was decided and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from actors.registry import register_personal_data

from .actions.attachments import forget_held
from .casework import appeal_of
from .models import Appeal, Case, Decision, Flag, HeldPost, Suspension
from .personal_data_places import Places

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> dict[str, list[dict[str, Any]]]:
    """What one flagged, the decisions about one's messages with the appeals, what waited, and suspensions."""
    places = Places(person)
    return {
        "flags": [
            _flag(flag, places) for flag in Flag.objects.filter(person=person).select_related("case__post__topic")
        ],
        "decisions": [
            _decision(decision, places)
            for decision in Decision.objects.filter(post__author=person).select_related("post__topic", "appeal")
        ],
        "held": [
            {
                "room": places.room(held.room),
                "title": held.title or places.topic(held.topic),
                "text": held.source,
                "written_at": held.created_at.isoformat(),
                "state": held.get_state_display(),
                "reason": held.reason,
            }
            for held in HeldPost.objects.filter(author=person).select_related("room", "topic")
        ],
        "suspensions": [
            {
                "room": places.room(suspension.room),
                "starts_at": suspension.starts_at.isoformat(),
                "ends_at": suspension.ends_at.isoformat(),
                "rule": suspension.get_category_display(),
                "reason": suspension.reason,
                "lifted_at": suspension.lifted_at.isoformat() if suspension.lifted_at else "",
                **_appeal(suspension),
            }
            for suspension in Suspension.objects.filter(person=person).select_related("room", "appeal")
        ],
    }


def _flag(flag: Flag, places: Places) -> dict[str, Any]:
    return {
        "topic": places.topic(flag.case.post.topic),
        "number": flag.case.post.number,
        "reason": flag.get_category_display(),
        "note": flag.note,
        "flagged_at": flag.created_at.isoformat(),
        "outcome": flag.case.get_state_display(),
    }


def _decision(decision: Decision, places: Places) -> dict[str, Any]:
    return {
        "topic": places.topic(decision.post.topic),
        "number": decision.post.number,
        "rule": decision.get_category_display(),
        "reason": decision.reason,
        "decided_at": decision.at.isoformat(),
        **_appeal(decision),
    }


def _appeal(about: Decision | Suspension) -> dict[str, str]:
    appeal = appeal_of(about)
    return {
        "appeal": appeal.text if appeal else "",
        "outcome": appeal.outcome_label if appeal else "",
        "answer": appeal.answer if appeal else "",
    }


def erase(person: Person, at: datetime) -> None:
    """Decisions stay, for they were about what is still there; the person's own words beside them go.

    What they flagged stays counted without its note; what waited goes, for nobody is there to answer to.
    """
    Flag.objects.filter(person=person).update(note="")
    appeals = Appeal.objects.filter(Q(decision__post__author=person) | Q(suspension__person=person))
    appeals.filter(outcome="").delete()
    appeals.update(text="")
    appeals.filter(suspension__isnull=False).update(answer="—")  # about the person, like the reason
    held = HeldPost.objects.filter(author=person)
    forget_held(held)
    held.delete()
    Suspension.objects.filter(person=person).update(reason="—")
    Case.objects.filter(claimed_by=person).update(claimed_by=None, claimed_at=None)


register_personal_data("forums_moderation", export=export, erase=erase)
