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


PLACE = ("room", "names", "title", "title_language", "topic", "number")  # what a notice says of where


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
    _notice("forums.post_removed", post.author, data, at, f"forums.decision:{decision.pk}", room=post.topic.room)


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
        _notice("forums.flag_answered", flag.person, data, at, f"forums.case:{case.pk}", room=post.topic.room)


def who_appealed(appeal: Appeal, about: Decision | Suspension, at: datetime) -> None:
    """The answer to an appeal, as it was written."""
    answer = {"outcome": appeal.outcome, "answer": appeal.answer, "answer_language": appeal.answer_language}
    if isinstance(about, Suspension):
        facts = {"suspension": about.pk, **_place_of(about)}
    else:
        topic = about.post.topic
        facts = {"decision": about.pk, **_place(topic.room, topic.title, topic.language)}
        facts |= {"topic": topic.pk, "number": about.post.number}
    person, key = about.concerned, f"forums.appeal:{appeal.pk}"
    _write("forums.appeal_answered", person, facts | answer, at, key=key, room=_spoken_of(about))
    named = ("decision", "suspension", "title", "title_language")
    data = {name: facts[name] for name in named if name in facts} | {"outcome": appeal.outcome}
    _notice("forums.appeal_answered", person, data, at, key, room=about.where)


def author_of_held(held: HeldPost, post: Post | None, at: datetime, *, files_left: bool = False) -> None:
    """Published, with the way to it, and whether its files were left; or refused, with the reason, their words, which
    they may send elsewhere, and the names of the files."""
    title, language = (held.topic.title, held.topic.language) if held.topic else (held.title, held.language)
    place = _place(held.room, title, language)
    if post is not None:
        data = {**place, "topic": post.topic_id, "number": post.number, "files_left": files_left}
        return _notice("forums.held_published", held.author, data, at, f"forums.held:{held.pk}", room=held.room)
    facts = {"said": held.source, "said_in": held.language, **place}
    facts |= {"reason": held.reason, "reason_language": held.reason_language}
    facts |= {"files": [each.kept.title for each in held.attachments.select_related("document", "image")]}
    _write("forums.held_refused", held.author, facts, at, key=f"forums.held:{held.pk}", room=held.room)
    data = {**place, "reason": held.reason, "reason_language": held.reason_language}
    return _notice("forums.held_refused", held.author, data, at, f"forums.held:{held.pk}", room=held.room)


def suspended(suspension: Suspension, at: datetime) -> None:
    """The statement of reasons: since and until when, where, why, and until when to appeal."""
    facts = {
        "suspension": suspension.pk,
        "starts_at": suspension.starts_at.isoformat(),
        "ends_at": suspension.ends_at.isoformat(),
        "category": suspension.category,
        "reason": suspension.reason,
        "reason_language": suspension.reason_language,
        "appeal_until": casework.appeal_ends_at(suspension).isoformat(),
        **_place_of(suspension),
    }
    key = f"forums.suspended:{suspension.pk}"
    post = suspension.post
    said = {"said": post.source, "said_in": post.language} if post else {}
    _write("forums.suspended", suspension.person, facts | said, at, key=key, room=_spoken_of(suspension))
    _notice("forums.suspended", suspension.person, facts, at, key, room=suspension.room)


def lifted(suspension: Suspension, at: datetime) -> None:
    """They may write again."""
    place = _place_of(suspension)
    key = f"forums.suspension_lifted:{suspension.pk}"
    _write("forums.suspension_lifted", suspension.person, place, at, key=key, room=suspension.room)
    _notice("forums.suspension_lifted", suspension.person, place, at, key, room=suspension.room)


def _spoken_of(about: Decision | Suspension) -> Room | None:
    """The room whose words a letter tells: of a suspension that of the message it was decided from, before its own."""
    if isinstance(about, Suspension) and about.post and (about.room is None or about.room.is_public):
        return about.post.topic.room
    return about.where


def _place_of(suspension: Suspension) -> dict[str, Any]:
    return _place(suspension.room, "", "") if suspension.room else {}


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


def _notice(kind: str, person: Person, data: dict[str, Any], at: datetime, key: str, *, room: Room | None) -> None:
    """Room and topic are named only to who may read them now: a message may have been taken to a private room."""
    if not person.is_active:
        return
    if room is not None and not rules.may_read(person, room):
        data = {name: value for name, value in data.items() if name not in PLACE} | {"elsewhere": True}
    notify(person=person, kind=kind, data=data, at=at, key=key)
