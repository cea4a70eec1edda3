"""Topics and posts; they reach a view through their room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property

from ..choices import TopicState, Visibility
from ..models import Post, Room, Topic
from .attachments import with_files
from .quotes import citations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .heard import Heard

PER_PAGE = 50
LATEST = 30


def topics_of(room: Room) -> QuerySet[Topic]:
    """The topics of a room: pinned first, then the liveliest."""
    topics = (
        Topic.objects.filter(room=room)
        .exclude(state=TopicState.MERGED)
        .select_related("author", "organisation", "room")
    )
    return topics.order_by("-pinned", "-last_post_at", "-pk")


def posts_of(topic: Topic) -> QuerySet[Post]:
    """The posts of a topic in order, with everything a post shows."""
    posts = topic.posts.select_related("author", "organisation", "reply_to__author")  # each knows its topic
    return posts.prefetch_related(*around_posts()).defer("source").order_by("number")


def shown(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Posts with everything their fragment shows."""
    whole = posts.select_related("topic__room", "author", "organisation", "reply_to__author")
    return whole.prefetch_related(*around_posts()).defer("source")


def around_posts() -> tuple[Prefetch[Any], Prefetch[Any]]:
    """What stands around posts in rows of its own: who cites them, and their files."""
    return citations(), with_files()


def page_of(number: int) -> int:
    """The page of a topic on which a post number stands."""
    return (max(number, 1) - 1) // PER_PAGE + 1


@dataclass(frozen=True)
class TopicFacts:
    """What is said at the head of a topic."""

    messages: int
    languages: list[str]
    people: int

    @cached_property
    def several(self) -> bool:
        """Whether more than one language is spoken."""
        return len(self.languages) > 1


def facts_of(topic: Topic, heard: Heard) -> TopicFacts:
    """How many speak in a topic, hosts too, in which languages: from who is heard there. No query."""
    return TopicFacts(topic.post_count, heard.written, heard.people)


def recent_topics(count: int = 5) -> list[Topic]:
    """The liveliest topics that everyone may read."""
    public = Topic.objects.filter(room__visibility=Visibility.PUBLIC).exclude(state=TopicState.MERGED)
    topics = public.select_related("room", "author", "organisation")
    return list(topics.order_by("-last_post_at", "-pk")[:count])


def by_id(posts: Iterable[Post]) -> dict[str, Post]:
    """Posts by the id that live events carry."""
    return {str(post.pk): post for post in posts}
