"""Who hears of a new post: the bell, and for some a mail two minutes later, with what was said meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from forums import rules
from forums.choices import Rhythm, TellReason, WatchLevel
from forums.models import MailRhythm, Post, ReadMark
from forums.notices import POSTS, topic_key, with_post
from forums.queries.watching import Hearer, hearers_of
from kernel.mail.actions import gather as gather_mail
from kernel.notifications.actions import gather

if TYPE_CHECKING:
    from actors.models import Person

WAIT = timedelta(minutes=2)  # what is read meanwhile is not mailed, what is said meanwhile goes with it
MAILED_AT_ONCE = (TellReason.MENTION, TellReason.ANSWER)


def tell_of(*, post: Post, at: datetime) -> int:
    """Tell of a visible post whoever follows it or is spoken to in it, and may read it now; returns how many.

    Each is told once, however often this runs, and not of what they have read already. Notification and mail are
    written together, in a transaction a person.
    """
    hearers = hearers_of(post)
    people = [hearer.person.pk for hearer in hearers]
    marks = dict(ReadMark.objects.filter(topic=post.topic_id, person__in=people).values_list("person_id", "number"))
    rhythms = dict(MailRhythm.objects.filter(person__in=people).values_list("person_id", "rhythm"))
    told = 0
    for hearer in hearers:
        is_read = marks.get(hearer.person.pk, 0) >= post.number
        if not is_read and rules.may_read(hearer.person, post.topic.room):
            told += _tell(hearer, post, rhythms.get(hearer.person.pk, Rhythm.AT_ONCE), at)
    return told


def is_mailed(level: WatchLevel, reason: TellReason, rhythm: str) -> bool:
    """Whether a mail tells of a post at once, beside the bell."""
    return rhythm == Rhythm.AT_ONCE and (level == WatchLevel.WATCH or reason in MAILED_AT_ONCE)


@transaction.atomic
def _tell(hearer: Hearer, post: Post, rhythm: str, at: datetime) -> bool:
    person, topic = hearer.person, post.topic
    told = {"number": post.number, "reason": hearer.reason.value, "name": post.author.name, "author": post.author_id}
    about = {
        "room": topic.room.slug,
        "room_id": topic.room_id,
        "topic": topic.pk,
        "title": topic.title,
        "language": topic.language,
    }

    def add(data: dict[str, Any], unread: bool) -> dict[str, Any] | None:
        return with_post(data, unread, told, about)

    if not gather(person=person, kind=POSTS, key=topic_key(topic.pk), add=add, at=at):
        return False
    if is_mailed(hearer.level, hearer.reason, rhythm):
        _mail(person, post, at)
    return True


def _mail(person: Person, post: Post, at: datetime) -> None:
    gather_mail(
        letter=POSTS,
        to=person.email,
        language=person.language,
        gathering=f"forums:{post.topic_id}:{person.pk}",
        item=post.pk,
        context={"person": person.pk, "topic": post.topic_id},
        at=at,
        wait=WAIT,
        person=person,
    )
