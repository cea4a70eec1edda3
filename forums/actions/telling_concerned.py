"""Who a decision concerns hears of it: who wrote, and who flagged. Nobody learns who flagged."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from forums import casework, rules
from forums.models import Appeal, Case, Decision, HeldPost, Post, Room, Suspension
from kernel.languages.choices import LANGUAGES, current_language
from kernel.mail.actions import queue
from kernel.notifications.actions import notify

if TYPE_CHECKING:
    from actors.models import Person


def author_of_removed(decision: Decision, at: datetime) -> None:
    """The statement of reasons: a letter and a notice, in the author's language."""
    post = decision.post
    facts = {
        "decision": decision.pk,
        "said": post.source,
        "said_in": post.language,
        "category": decision.category,
        "reason": decision.reason,
        "reason_language": decision.reason_language,
        "flagged": decision.case_id is not None,
        "decided_at": decision.at.isoformat(),
        "appeal_until": casework.appeal_ends_at(decision).isoformat(),
        **_place(post.topic.room, post.topic.title, post.topic.language),
    }
    _write(
        "forums.post_removed", post.author, facts, at, key=f"forums.post_removed:{decision.pk}", room=post.topic.room
    )
    data = {"decision": decision.pk, **_place(post.topic.room, post.topic.title, post.topic.language)}
    _notice("forums.post_removed", post.author, data, at, f"forums.decision:{decision.pk}")


def who_flagged(case: Case, at: datetime) -> None:
    """Each learns the outcome of what they flagged; the post is named to those who may still read it."""
    post = case.post
    for flag in case.flags.select_related("person").order_by("person_id"):
        data: dict[str, Any] = {"state": case.state, "note": case.note, "note_language": current_language()}
        if rules.may_read(flag.person, post.topic.room):
            data |= {
                **_place(post.topic.room, post.topic.title, post.topic.language),
                "topic": post.topic_id,
                "number": post.number,
            }
        _notice("forums.flag_answered", flag.person, data, at, f"forums.case:{case.pk}")


def author_of_appeal(appeal: Appeal, post: Post, at: datetime) -> None:
    """The answer to an appeal, as it was written."""
    facts = {
        "decision": appeal.decision_id,
        "outcome": appeal.outcome,
        "answer": appeal.answer,
        "answer_language": appeal.answer_language,
        "topic": post.topic_id,
        "number": post.number,
        **_place(post.topic.room, post.topic.title, post.topic.language),
    }
    _write("forums.appeal_answered", post.author, facts, at, key=f"forums.appeal:{appeal.pk}", room=post.topic.room)
    data = {key: facts[key] for key in ("decision", "outcome", "title", "title_language")}
    _notice("forums.appeal_answered", post.author, data, at, f"forums.appeal:{appeal.pk}")


def author_of_held(held: HeldPost, post: Post | None, at: datetime) -> None:
    """Published, with the way to it; or refused, with the reason and their words, which they may send elsewhere."""
    title, language = (held.topic.title, held.topic.language) if held.topic else (held.title, held.language)
    place = _place(held.room, title, language)
    if post is not None:
        data = {**place, "topic": post.topic_id, "number": post.number}
        return _notice("forums.held_published", held.author, data, at, f"forums.held:{held.pk}")
    facts = {"said": held.source, "said_in": held.language, **place}
    facts |= {"reason": held.reason, "reason_language": held.reason_language}
    _write("forums.held_refused", held.author, facts, at, key=f"forums.held:{held.pk}", room=held.room)
    data = {**place, "reason": held.reason, "reason_language": held.reason_language}
    return _notice("forums.held_refused", held.author, data, at, f"forums.held:{held.pk}")


def suspended(suspension: Suspension, at: datetime) -> None:
    """Until when, where and why."""
    facts = {
        "suspension": suspension.pk,
        "ends_at": suspension.ends_at.isoformat(),
        "reason": suspension.reason,
        "reason_language": suspension.reason_language,
        **(_place(suspension.room, "", "") if suspension.room else {}),
    }
    _write(
        "forums.suspended", suspension.person, facts, at, key=f"forums.suspended:{suspension.pk}", room=suspension.room
    )
    _notice("forums.suspended", suspension.person, facts, at, f"forums.suspended:{suspension.pk}")


def lifted(suspension: Suspension, at: datetime) -> None:
    """They may write again."""
    place = _place(suspension.room, "", "") if suspension.room else {}
    key = f"forums.suspension_lifted:{suspension.pk}"
    _write("forums.suspension_lifted", suspension.person, place, at, key=key, room=suspension.room)
    _notice("forums.suspension_lifted", suspension.person, place, at, key)


def _place(room: Room, title: str, language: str) -> dict[str, Any]:
    names = {code: getattr(room, f"name_{code}") or "" for code in LANGUAGES}
    return {"room": room.slug, "names": names, "title": title, "title_language": language}


def _write(letter: str, person: Person, facts: dict[str, Any], at: datetime, *, key: str, room: Room | None) -> None:
    """What is said in a private room is not read in the team's mailbox."""
    if not person.is_active or not person.email:
        return
    context = {"name": person.name, "reader_zone": person.time_zone, "person": person.pk, **facts}
    hidden = room is not None and not room.is_public
    queue(
        letter=letter, to=person.email, language=person.language, context=context, at=at, person=person, key=key,
        confidential=hidden,
    )  # fmt: skip


def _notice(kind: str, person: Person, data: dict[str, Any], at: datetime, key: str) -> None:
    if person.is_active:
        notify(person=person, kind=kind, data=data, at=at, key=key)
