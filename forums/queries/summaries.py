"""What a summary tells someone: what is new to them in the topics that they follow, or in which they are spoken to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q

from kernel.notifications.models import Notification

from ..choices import WatchLevel
from ..models import Post, Room, Topic
from .reading import news_of
from .watching import FOLLOWED, with_level

TOPICS = 10  # in one summary
READ = 500  # posts looked at for one


@dataclass(frozen=True)
class TopicNews:
    """A topic, what is new in it, and how much that is."""

    topic: Topic
    posts: Sequence[Post]

    @property
    def number(self) -> int:
        """How many posts are new."""
        return len(self.posts)


@dataclass(frozen=True)
class News:
    """The topics with something new, the most lively first; `left_out` counts those beyond the ten shown."""

    topics: Sequence[TopicNews]
    left_out: int
    number: int


def news_for(person: Any, since: datetime, until: datetime) -> News:
    """What was said in (since, until] in topics that a person follows or was told of, and may read now.

    A constant number of queries; no more than five hundred posts are looked at.
    """
    readable = with_level(Topic.objects.filter(room__in=Room.objects.visible_to(person)), person)
    told = _told_of(person, since)
    wanted = readable.filter(Q(level__in=FOLLOWED) | Q(pk__in=told)).exclude(level=WatchLevel.MUTE)
    posts = list(news_of(person, since, until).filter(topic__in=wanted.values("pk"))[:READ])
    found = [TopicNews(topic, list(group)) for topic, group in groupby(posts, key=lambda post: post.topic)]
    found.sort(key=lambda news: (-news.number, news.topic.pk))
    return News(found[:TOPICS], max(len(found) - TOPICS, 0), len(posts))


def _told_of(person: Any, since: datetime) -> list[int]:
    """The topics that the bell tells of: someone may be named or answered where they follow nothing."""
    unread = Notification.objects.filter(person=person, kind="forums.posts", read_at__isnull=True, created_at__gt=since)
    return [data["topic"] for data in unread.values_list("data", flat=True)]
