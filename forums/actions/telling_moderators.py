"""Moderators hear of what waits: live in their queue, and by one notice a room until they have read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from forums import rules
from forums.choices import APPEAL, CASE, HELD, QUEUE_STREAM
from forums.models import Appeal, Case, HeldPost, Room
from forums.queries.moderation import moderators_of
from kernel.live.actions import lock, publish, start_over
from kernel.live.choices import Op
from kernel.notifications.actions import notify
from kernel.notifications.models import Notification

if TYPE_CHECKING:
    from actors.models import Person

EVERYWHERE = f"{QUEUE_STREAM}:0"
KINDS = {Case: CASE, HeldPost: HELD, Appeal: APPEAL}


def queue_streams(room: Room | None) -> tuple[str, ...]:
    """The streams of what waits in a room: the team's, and that of who moderates only this room. Without a room, what
    is about all forums: the team's alone."""
    return (EVERYWHERE, f"{QUEUE_STREAM}:{room.pk}") if room else (EVERYWHERE,)


def lock_streams(room: Room, *others: str) -> None:
    """Lock the queues of a room with the other streams of an act, in the one order."""
    lock(*queue_streams(room), *others)


def queue_changed(item: Case | HeldPost | Appeal, room: Room | None, op: Op, by: Person | None, at: datetime) -> None:
    """Something waits, is claimed, or waits no longer. A line has no revision of its own: its event's number is.

    Lines are alike for all who follow. What one of them may not see is never sent: each reads their own queue anew.
    """
    rows = lock(*queue_streams(room))
    if op != Op.REMOVE and _is_kept_from_some(item, room):
        _read_anew(rows)
        return
    kind = KINDS[type(item)]
    for stream, row in rows.items():
        publish(stream=stream, kind=kind, object_id=f"{kind}-{item.pk}", op=op, rev=row.last_seq + 1, at=at, actor=by)


def queue_moved(item: Case | HeldPost | Appeal, left: Room, room: Room, by: Person, at: datetime) -> None:
    """What waits went to another room with its message: out of one queue, into the other; the team's shows where."""
    rows = lock(*queue_streams(left), *queue_streams(room))
    if _is_kept_from_some(item, room):
        _read_anew(rows)
        return
    kind = KINDS[type(item)]
    ops = {EVERYWHERE: Op.REPLACE, f"{QUEUE_STREAM}:{left.pk}": Op.REMOVE, f"{QUEUE_STREAM}:{room.pk}": Op.APPEND}
    for stream, op in ops.items():
        rev = rows[stream].last_seq + 1
        publish(stream=stream, kind=kind, object_id=f"{kind}-{item.pk}", op=op, rev=rev, at=at, actor=by)


def _is_kept_from_some(item: Case | HeldPost | Appeal, room: Room | None) -> bool:
    """Whether someone who moderates there may not see it: an appeal against what they decided, what is about them."""
    if isinstance(item, Appeal):
        return True
    return rules.may_moderate(item.post.author if isinstance(item, Case) else item.author, room)


def _read_anew(streams: Iterable[str]) -> None:
    for stream in streams:
        start_over(stream=stream)


def tell_moderators(item: Case | HeldPost | Appeal, room: Room | None, at: datetime, but: Iterable[int] = ()) -> None:
    """Tell who moderates a room (None: all of them) that something waits, unless they have not read yet that
    something does."""
    left_out, slug = set(but), room.slug if room else ""
    people = [person for person in moderators_of(room) if person.pk not in left_out]
    unread = Notification.objects.filter(
        person__in=people, kind="forums.to_examine", read_at__isnull=True, data__room=slug
    )
    told = set(unread.values_list("person_id", flat=True))
    kind = KINDS[type(item)]
    data = {"room": slug, "names": _names(room) if room else {}, "kind": kind, "id": item.pk}
    for person in people:
        if person.pk not in told:
            notify(person=person, kind="forums.to_examine", data=data, at=at, key=f"forums.to_examine:{kind}:{item.pk}")


def _names(room: Room) -> dict[str, str]:
    return {language: getattr(room, f"name_{language}") or "" for language in ("fr", "en", "ar")}
