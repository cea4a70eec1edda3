"""Reads. Every room reaches a view through Room.objects.visible_to; topics and posts through their room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.functional import cached_property

from actors.models import Person
from pages.base.queries import readable
from pages.dialogues.queries import its_dialogue

from .choices import PostState, Visibility
from .models import ForumsPage, Post, Room, RoomPage, RoomQuerySet, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

PER_PAGE = 50
LATEST = 30


def rooms_with_activity(person: Any) -> list[Room]:
    """The rooms a person may read, each with `topic_count`, `message_count` and `active_at`. Two queries."""
    rooms = Room.objects.visible_to(person).prefetch_related(its_dialogue())
    return list(
        rooms.annotate(
            topic_count=Count("topics"),
            message_count=Sum("topics__post_count", default=0),
            active_at=Max("topics__last_post_at"),
        )
    )


def topics_of(room: Room) -> QuerySet[Topic]:
    """The topics of a room: pinned first, then the liveliest."""
    topics = Topic.objects.filter(room=room).select_related("author", "organisation", "room")
    return topics.order_by("-pinned", "-last_post_at", "-pk")


def posts_of(topic: Topic) -> QuerySet[Post]:
    """The posts of a topic in order, with everything a post shows."""
    posts = topic.posts.select_related("author", "organisation", "reply_to__author")  # each knows its topic
    return posts.defer("source").order_by("number")


def shown(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Posts with everything their fragment shows."""
    return posts.select_related("topic__room", "author", "organisation", "reply_to__author").defer("source")


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


def facts_of(topic: Topic) -> TopicFacts:
    """How many speak in a topic, in which languages. One query."""
    rows = Post.objects.filter(topic=topic, state=PostState.VISIBLE).values_list("language", "author_id").distinct()
    pairs = list(rows)
    return TopicFacts(topic.post_count, sorted({language for language, _author in pairs}), len({a for _l, a in pairs}))


def public_rooms_of(dialogue_id: int) -> RoomQuerySet:
    """The rooms of a dialogue that everyone may read."""
    rooms: RoomQuerySet = Room.objects.public().filter(dialogue_id=dialogue_id)
    return rooms


def voices_heard(rooms: RoomQuerySet) -> QuerySet[Post, tuple[str, str, int]]:
    """Visible posts of these rooms by constituency and shore; what the team says as host is not counted."""
    posts = Post.objects.filter(topic__room__in=rooms, state=PostState.VISIBLE, is_host=False)
    return posts.order_by().values_list("constituency", "shore").annotate(number=Count("pk"))


def participants_before(post: Post) -> list[Person]:
    """Everyone who took part in a topic before this post, its author left out, in the order of their ids."""
    earlier = Post.objects.filter(topic=post.topic_id, state=PostState.VISIBLE, number__lt=post.number)
    wrote = earlier.exclude(author=post.author_id)
    return list(Person.objects.filter(pk__in=wrote.values("author_id"), is_active=True).order_by("pk"))


def topics_by(person: Any) -> QuerySet[Topic]:
    """The topics in which a person took part and may still read, the latest activity first."""
    mine = Post.objects.filter(author=person, state=PostState.VISIBLE)
    topics = Topic.objects.filter(pk__in=mine.values("topic_id"), room__in=Room.objects.visible_to(person))
    return topics.select_related("room").order_by("-last_post_at", "-pk")


def recent_topics(count: int = 5) -> list[Topic]:
    """The liveliest topics that everyone may read."""
    topics = Topic.objects.filter(room__visibility=Visibility.PUBLIC).select_related("room", "author", "organisation")
    return list(topics.order_by("-last_post_at", "-pk")[:count])


def page_of_room(room: Room) -> RoomPage | None:
    """The published texts of a room, without the languages nobody will see."""
    return readable(RoomPage.objects.filter(room=room)).for_language().first() if room.is_public else None


def section_page() -> ForumsPage | None:
    """The texts of the list of rooms, where everyone may read them."""
    found: ForumsPage | None = readable(ForumsPage.objects.all()).for_language().first()
    return found


def withheld_pages() -> QuerySet[RoomPage]:
    """The pages of rooms that not everyone may read."""
    pages: QuerySet[RoomPage] = RoomPage.objects.exclude(room__in=Room.objects.public())
    return pages


def by_id(posts: Iterable[Post]) -> dict[str, Post]:
    """Posts by the id that live events carry."""
    return {str(post.pk): post for post in posts}
