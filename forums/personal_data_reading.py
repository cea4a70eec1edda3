"""What forums hold of how a person reads: the copy they may have, and that all of it goes with them. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data
from kernel.notifications.models import Notification

from .models import MailRhythm, Post, ReadMark, Watch
from .notices import POSTS, topic_key
from .personal_data_places import Places

if TYPE_CHECKING:
    from actors.models import Person

SOME = 500  # keys asked for at once


def export(person: Person) -> dict[str, Any]:
    """How far they have read, what they follow, and how often they are written."""
    places = Places(person)
    marks = ReadMark.objects.filter(person=person).select_related("topic__room")
    watches = Watch.objects.filter(person=person).select_related("room", "topic__room")
    rhythm = MailRhythm.objects.filter(person=person).first()
    return {
        "read": [
            {
                "room": places.room(mark.topic.room),
                "topic": places.topic(mark.topic),
                "up_to": mark.number,
                "at": mark.read_at.isoformat(),
            }
            for mark in marks
        ],
        "follows": [
            {
                "of": places.topic(watch.topic) or places.room(watch.room),
                "level": watch.level,
                "since": watch.changed_at.isoformat(),
            }
            for watch in watches
        ],
        "mails": rhythm.rhythm if rhythm else None,
    }


def erase(person: Person, at: datetime) -> None:
    """Marks, watches and rhythm go; so does the name from what others were told of their posts."""
    for model in (ReadMark, Watch, MailRhythm):
        model._default_manager.filter(person=person).delete()
    topics = list(Post.objects.filter(author=person).order_by().values_list("topic_id", flat=True).distinct())
    for start in range(0, len(topics), SOME):
        _unname(person, [topic_key(topic) for topic in topics[start : start + SOME]])


def _unname(person: Person, keys: list[str]) -> None:
    told = Notification.objects.select_for_update().filter(kind=POSTS, key__in=keys)
    for notification in told.order_by("pk"):
        posts = notification.data["posts"]
        if any(post["author"] == person.pk for post in posts):
            left = [post for post in posts if post["author"] != person.pk]
            if left:
                notification.data["posts"] = left
                notification.save(update_fields=["data"])
            else:
                notification.delete()


register_personal_data("forums_reading", export=export, erase=erase)
