"""How much of a topic someone wants to hear, and who hears of a post, for which reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from actors.models import Person

from ..choices import PostState, Rhythm, TellReason, WatchLevel
from ..models import MailRhythm, Post, Quote, Room, Topic, Watch
from .mentions import people_mentioned

FOLLOWED = (WatchLevel.WATCH, WatchLevel.FOLLOW)
TO_ME = (TellReason.MENTION, TellReason.ANSWER, TellReason.QUOTE)


def with_level(topics: QuerySet[Topic], person: Any) -> QuerySet[Any]:
    """Topics with `level`, as much as a person wants to hear of each.

    What they chose for the topic counts, else what they chose for its room, else FOLLOW where they wrote, else NORMAL.
    """
    mine = Watch.objects.filter(person=person).order_by()
    wrote = Post.objects.filter(topic=OuterRef("pk"), author=person, state=PostState.VISIBLE)
    return topics.annotate(
        level=Coalesce(
            Subquery(mine.filter(topic=OuterRef("pk")).values("level")[:1]),
            Subquery(mine.filter(room=OuterRef("room_id")).values("level")[:1]),
            Case(When(Exists(wrote), then=Value(WatchLevel.FOLLOW.value)), default=Value(WatchLevel.NORMAL.value)),
        )
    )


def level_of(person: Any, topic: Topic) -> WatchLevel:
    """How much of a topic a person wants to hear. One query."""
    found = with_level(Topic.objects.filter(pk=topic.pk), person).values_list("level", flat=True)
    return WatchLevel(found.get())


def chosen_for_topic(person: Any, topic: Topic) -> WatchLevel | None:
    """The level that a person chose for a topic itself."""
    return _chosen(Watch.objects.filter(person=person, topic=topic))


def chosen_for_room(person: Any, room: Room) -> WatchLevel | None:
    """The level that a person chose for a room."""
    return _chosen(Watch.objects.filter(person=person, room=room))


def with_chosen(rooms: QuerySet[Room], person: Any) -> QuerySet[Any]:
    """Rooms with the level that a person chose for each: `level_chosen` reads it from them."""
    mine = Watch.objects.filter(person=person, room=OuterRef("pk")).order_by()
    return rooms.annotate(chosen_level=Subquery(mine.values("level")[:1]))


def level_chosen(room: Any) -> WatchLevel | None:
    """The level chosen for a room that came `with_chosen`."""
    return WatchLevel(room.chosen_level) if room.chosen_level else None


def _chosen(watches: QuerySet[Watch]) -> WatchLevel | None:
    level = watches.values_list("level", flat=True).first()
    return WatchLevel(level) if level else None


def followed_topics(person: Any) -> QuerySet[Topic]:
    """The topics that a person follows and may read, the latest activity first, with their room."""
    readable = Topic.objects.filter(room__in=Room.objects.visible_to(person))
    followed = with_level(readable, person).filter(level__in=FOLLOWED, last_number__gt=0)
    return followed.select_related("room").order_by("-last_post_at", "-pk")


def watches_of(person: Any) -> list[Watch]:
    """What a person chose for rooms and topics that they may read: rooms first, then the latest choices."""
    rooms = Room.objects.visible_to(person)
    mine = Watch.objects.filter(person=person).filter(Q(room__in=rooms) | Q(topic__room__in=rooms))
    return list(mine.select_related("room", "topic__room").order_by(F("room").asc(nulls_last=True), "-changed_at"))


@dataclass(frozen=True)
class Hearer:
    """Someone who hears of a post: why, and how much they want to hear."""

    person: Person
    reason: TellReason
    level: WatchLevel


def hearers_of(post: Post) -> list[Hearer]:
    """Who hears of a post and for which reason, whoever may read it; never its author. A constant number of queries.

    The team's own rights are no reason: only what someone chose, wrote, or is named in.
    """
    to_them = _spoken_to(post)
    levels = _levels_of_topic(post, set(to_them))
    everyday = TellReason.TOPIC if post.number == 1 else TellReason.MESSAGE
    reasons = {pk: to_them.get(pk) or (everyday if level in FOLLOWED else None) for pk, level in levels.items()}
    told = {pk: reason for pk, reason in reasons.items() if reason and levels[pk] != WatchLevel.MUTE}
    people = Person.objects.filter(pk__in=told, is_active=True).exclude(pk=post.author_id).order_by("pk")
    return [Hearer(person, told[person.pk], levels[person.pk]) for person in people]


def _spoken_to(post: Post) -> dict[int, TellReason]:
    """The people whom a post names, answers or quotes, each with the strongest of these reasons."""
    quoted = Quote.objects.filter(post=post, quoted__state=PostState.VISIBLE).values_list(
        "quoted__author_id", flat=True
    )
    reasons = dict.fromkeys(quoted, TellReason.QUOTE)
    if post.reply_to is not None:
        reasons[post.reply_to.author_id] = TellReason.ANSWER
    return reasons | dict.fromkeys((person.pk for person in people_mentioned(post)), TellReason.MENTION)


def _levels_of_topic(post: Post, spoken_to: set[int]) -> dict[int, WatchLevel]:
    """The levels, for a post's topic, of everyone who may hear of it: with_level, read from the other side."""
    earlier = Post.objects.filter(topic=post.topic_id, state=PostState.VISIBLE, number__lt=post.number)
    levels = dict.fromkeys(spoken_to, WatchLevel.NORMAL)
    levels |= dict.fromkeys(earlier.order_by().values_list("author_id", flat=True).distinct(), WatchLevel.FOLLOW)
    chosen = Watch.objects.filter(Q(topic=post.topic_id) | Q(room=post.topic.room_id))
    rows = chosen.order_by(F("topic").asc(nulls_first=True)).values_list("person_id", "level")
    return levels | {person: WatchLevel(level) for person, level in rows}  # the topic's come last, and count


def rhythm_of(person: Any) -> Rhythm:
    """How often forums write to a person: at once, until they chose otherwise."""
    kept = MailRhythm.objects.filter(person=person).values_list("rhythm", flat=True).first()
    return Rhythm(kept or Rhythm.AT_ONCE)
