"""What someone has read, and what is new to them. Unread is never stored: it is counted from the read marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, FilteredRelation, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kernel.languages.choices import current_language

from ..choices import PostState, WatchLevel
from ..models import Post, ReadMark, Room, Topic
from .watching import with_level

MARK = "topic__read_marks"


def unread_posts(person: Any) -> QuerySet[Post]:
    """The visible posts of others above a person's read mark, whether they may read them or not.

    In a topic that they never opened, what was said before they joined is not new to them.
    """
    marked = _of_others(person).annotate(mark=FilteredRelation(MARK, condition=Q(**{f"{MARK}__person": person})))
    return marked.filter(_above("mark__number") | (Q(mark__isnull=True) & _since_they_joined(person)))


def _of_others(person: Any) -> QuerySet[Post]:
    return Post.objects.filter(state=PostState.VISIBLE).exclude(author=person).order_by()


def _above(mark: str) -> Q:
    return Q(topic__last_number__gt=F(mark), number__gt=F(mark))


def _since_they_joined(person: Any) -> Q:
    return Q(created_at__gte=person.date_joined, topic__last_post_at__gte=person.date_joined)


def unread_by_topic(person: Any, topics: Iterable[Topic]) -> dict[int, int]:
    """How many posts are new to a person in each of these topics; none where nothing is. One query."""
    new = unread_posts(person).filter(topic__in=[topic.pk for topic in topics])
    return dict(new.values_list("topic_id").annotate(number=Count("pk")))


def give_unread_of_rooms(person: Any, rooms: Iterable[Room]) -> None:
    """Give rooms `unread`, how many posts are new to a person in each.

    Two queries: in whole rooms, what was opened is found by the index of numbers, and both together by none.
    """
    listed = list(rooms)
    opened = _of_others(person).filter(_above(f"{MARK}__number"), **{f"{MARK}__person": person})
    marked = ReadMark.objects.filter(person=person).values("topic")
    never_opened = _of_others(person).filter(_since_they_joined(person)).exclude(topic__in=marked)
    numbers: Counter[int] = Counter()
    for posts in (opened, never_opened):
        in_rooms = posts.filter(topic__room__in=[room.pk for room in listed]).values_list("topic__room_id")
        numbers.update(dict(in_rooms.annotate(number=Count("pk"))))
    for room in listed:
        room.unread = numbers[room.pk]  # type: ignore[attr-defined]  # said to the page's line


def give_unread(person: Any, topics: Iterable[Topic]) -> None:
    """Give topics `unread`, how many posts are new to a person in each. One query."""
    listed = list(topics)
    numbers = unread_by_topic(person, listed)
    for topic in listed:
        topic.unread = numbers.get(topic.pk, 0)  # type: ignore[attr-defined]  # said to the page's line


def mark_of(person: Any, topic: Topic) -> int:
    """The highest number that a person has read in a topic; 0 where they never opened it."""
    return ReadMark.objects.filter(person=person, topic=topic).values_list("number", flat=True).first() or 0


def news_in(person: Any, topic: Topic) -> tuple[int | None, int]:
    """The number of the first post of a topic that is new to a person (None where nothing is), and how many are. One
    query."""
    found = unread_posts(person).filter(topic=topic).aggregate(first=Min("number"), unread=Count("pk"))
    return found["first"], found["unread"]


@dataclass(frozen=True)
class Reading:
    """Where a person stands in a topic: the first post that is new (None: nothing is), how many are, what they hear,
    and the language to propose to them (`drafts.language_here`)."""

    first: int | None
    unread: int
    level: WatchLevel
    language: str


def with_reading(topics: QuerySet[Topic], person: Any) -> QuerySet[Any]:
    """Topics with where a person stands in each: `reading_of` reads it from them."""
    new = unread_posts(person).filter(topic=OuterRef("pk")).values("topic")
    written = Post.objects.filter(author=person).order_by("-pk").values("language")
    found: QuerySet[Any] = with_level(topics, person).annotate(
        first_new=Subquery(new.annotate(least=Min("number")).values("least")),
        number_new=Subquery(new.annotate(number_of=Count("pk")).values("number_of")),
        wrote_in=Coalesce(
            Subquery(written.filter(topic=OuterRef("pk"))[:1]),
            Subquery(written.filter(topic__room=OuterRef("room_id"))[:1]),
        ),
    )
    return found


def reading_of(topic: Any) -> Reading:
    """Where the person of `with_reading` stands in a topic. No query."""
    level, language = WatchLevel(topic.level), topic.wrote_in or current_language()
    return Reading(topic.first_new, topic.number_new or 0, level, language)


def news_of(person: Any, since: datetime, until: datetime) -> QuerySet[Post]:
    """What was said in (since, until] that is new to a person, topic by topic, with who speaks and from where."""
    new = unread_posts(person).filter(created_at__gt=since, created_at__lte=until)
    return new.select_related("topic__room", "author", "organisation").order_by("topic_id", "number")
