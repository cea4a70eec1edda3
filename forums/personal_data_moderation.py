"""What moderation holds about a person: the copy they may have, and what goes when they leave. (leaf)

Who flagged a person's messages is nobody's to read but the moderators': a copy says only what was decided and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data

from .models import Appeal, Case, Decision, Flag, HeldPost, Suspension

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> dict[str, list[dict[str, Any]]]:
    """What one flagged, the decisions about one's messages with the appeals, what waited, and suspensions."""
    return {
        "flags": [_flag(flag) for flag in Flag.objects.filter(person=person).select_related("case__post__topic")],
        "decisions": [
            _decision(decision)
            for decision in Decision.objects.filter(post__author=person).select_related("post__topic", "appeal")
        ],
        "held": [
            {
                "room": str(held.room),
                "title": held.title or (held.topic.title if held.topic else ""),
                "text": held.source,
                "written_at": held.created_at.isoformat(),
                "state": held.get_state_display(),
                "reason": held.reason,
            }
            for held in HeldPost.objects.filter(author=person).select_related("room", "topic")
        ],
        "suspensions": [
            {
                "room": str(suspension.room or ""),
                "starts_at": suspension.starts_at.isoformat(),
                "ends_at": suspension.ends_at.isoformat(),
                "reason": suspension.reason,
                "lifted_at": suspension.lifted_at.isoformat() if suspension.lifted_at else "",
            }
            for suspension in Suspension.objects.filter(person=person).select_related("room")
        ],
    }


def _flag(flag: Flag) -> dict[str, Any]:
    return {
        "topic": flag.case.post.topic.title,
        "number": flag.case.post.number,
        "reason": flag.get_category_display(),
        "note": flag.note,
        "flagged_at": flag.created_at.isoformat(),
        "outcome": flag.case.get_state_display(),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    appeal = getattr(decision, "appeal", None)
    return {
        "topic": decision.post.topic.title,
        "number": decision.post.number,
        "rule": decision.get_category_display(),
        "reason": decision.reason,
        "decided_at": decision.at.isoformat(),
        "appeal": appeal.text if appeal else "",
        "outcome": appeal.get_outcome_display() if appeal else "",
        "answer": appeal.answer if appeal else "",
    }


def erase(person: Person, at: datetime) -> None:
    """Decisions stay, for they were about what is still there; the person's own words beside them go.

    What they flagged stays counted without its note; what waited goes, for nobody is there to answer to.
    """
    Flag.objects.filter(person=person).update(note="")
    Appeal.objects.filter(decision__post__author=person, outcome="").delete()
    Appeal.objects.filter(decision__post__author=person).update(text="")
    HeldPost.objects.filter(author=person).delete()
    Suspension.objects.filter(person=person).update(reason="—")
    Case.objects.filter(claimed_by=person).update(claimed_by=None, claimed_at=None)


register_personal_data("forums_moderation", export=export, erase=erase)
