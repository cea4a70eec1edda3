"""Taking posts and topics elsewhere: a topic to another room, posts to another topic, a topic into another.

A post keeps its row, and with it its history, its reactions, who cites it. At its old number stands a row without words
that leads to it; numbers stay contiguous in both topics. What a page shows of a topic that lost posts is not told event
by event: its readers take the page anew (kernel.live.actions.start_over).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from forums import rules
from forums.choices import POST, TOPIC, PostState, TopicState
from forums.errors import NotAllowed, Refused
from forums.models import HeldPost, Post, Room, Topic
from forums.queries import quotes
from kernel.audit.actions import record
from kernel.live.actions import change_rights, lock, publish, start_over
from kernel.live.choices import Op
from kernel.pagecache.actions import bump
from kernel.search import actions as search
from kernel.text.markdown import RENDERER_VERSION

from .following import Waiting, follow_merge, follow_posts, held_in, waiting_on
from .locking import locked_topic, locked_topics, touch
from .telling import cited_changed, topic_changed
from .telling_moderators import queue_moved, queue_streams
from .words import line_of

if TYPE_CHECKING:
    from actors.models import Person

MOST_AT_ONCE = 500  # posts split out in one go


@transaction.atomic
def move_topic(*, topic: Topic, room: Room, by: Person, at: datetime) -> Topic:
    """Take a topic to another room, where its readers are that room's. Safe to repeat. Raises NotAllowed, Refused."""
    current = locked_topic(topic.pk)
    _may_move(by, current.room, room)
    if current.room_id == room.pk:
        return current
    _still_there(current)
    left, current.room, current.pinned = current.room, room, False
    touch(current, "room", "pinned")
    Post.objects.filter(topic=current).update(rev=F("rev") + 1)  # their addresses show
    HeldPost.objects.filter(topic=current).update(room=room)
    lock(*queue_streams(left), *queue_streams(room), left.stream, room.stream, current.stream)
    topic_changed(current, Op.APPEND, by, at)
    leave_room(current, left, by, at)
    change_rights(streams=[current.stream])
    start_over(stream=current.stream)
    _cite_anew(current, {left.pk, room.pk}, by, at)
    for item in (*waiting_on(current.posts.all()), *held_in(current)):
        queue_moved(item, left, room, by, at)
    record(actor=by, verb="forums.topic_moved", target=current, at=at, data=_between(left, room))
    search.index(current)  # at once: who may find it has changed
    return current


@transaction.atomic
def split_topic(
    *,
    topic: Topic,
    numbers: Collection[int],
    title: str,
    language: str,
    by: Person,
    at: datetime,
    room: Room | None = None,
) -> Topic:
    """Open a new topic with some of a topic's posts, in its room or another. Its author is who wrote the first of them.

    Raises NotAllowed, Refused.
    """
    name = line_of(title)
    current = locked_topic(topic.pk)
    goal = room or current.room
    _may_move(by, current.room, goal)
    chosen = _chosen(current, numbers)
    first = chosen[0]
    opened = Topic.objects.create(
        room=goal,
        title=name,
        language=language,
        author=first.author,
        is_host=first.is_host,
        created_at=first.created_at,
        last_post_at=first.created_at,
        **_voice_of(first),
    )
    _take(current, opened, chosen, by, at)
    record(actor=by, verb="forums.posts_split", target=opened, at=at, data=_moved(current, opened, numbers))
    return opened


@transaction.atomic
def move_posts(*, topic: Topic, numbers: Collection[int], into: Topic, by: Person, at: datetime) -> Topic:
    """Take some of a topic's posts to the end of another. Raises NotAllowed, Refused."""
    current, goal = _both(topic, into)
    _may_move(by, current.room, goal.room)
    _take(current, goal, _chosen(current, numbers), by, at)
    record(actor=by, verb="forums.posts_moved", target=goal, at=at, data=_moved(current, goal, numbers))
    return goal


@transaction.atomic
def merge_topic(*, topic: Topic, into: Topic, by: Person, at: datetime) -> Topic:
    """Take all of a topic's posts to the end of another, in their order; its address leads there from now on.

    Safe to repeat. Raises NotAllowed, Refused.
    """
    current, goal = _both(topic, into)
    _may_move(by, current.room, goal.room)
    if current.merged_into_id == goal.pk:
        return goal
    _still_there(current)
    chosen = list(_movable(current))
    current.state, current.merged_into, current.pinned = TopicState.MERGED, goal, False
    held = follow_merge(current, goal)
    _take(current, goal, chosen, by, at, held=held)
    record(actor=by, verb="forums.topic_merged", target=current, at=at, data=_moved(current, goal, ()))
    return goal


# -- who may, and what


def _may_move(by: Person, here: Room, there: Room) -> None:
    if not (rules.may_moderate(by, here) and rules.may_moderate(by, there)):
        raise NotAllowed(_("Il faut animer les deux salons pour déplacer d’un salon à l’autre."))


def _both(topic: Topic, into: Topic) -> tuple[Topic, Topic]:
    if topic.pk == into.pk:
        raise Refused(_("Choisissez un autre sujet que celui-ci."), "into")
    rows = locked_topics(topic.pk, into.pk)
    if rows[into.pk].state == TopicState.MERGED:
        raise Refused(_("Ce sujet est réuni à un autre : choisissez celui-là."), "into")
    return rows[topic.pk], rows[into.pk]


def _still_there(topic: Topic) -> None:
    if topic.state == TopicState.MERGED:
        raise Refused(_("Ce sujet est déjà réuni à un autre."))


def _movable(topic: Topic) -> QuerySet[Post]:
    rows = Post.objects.select_for_update(of=("self",)).select_related("author").filter(topic=topic)
    return rows.exclude(state=PostState.MOVED).order_by("number")


def _chosen(topic: Topic, numbers: Collection[int]) -> list[Post]:
    """The posts of these numbers, locked. Raises Refused where one is not there to be moved, or none was chosen."""
    wanted = set(numbers)
    if not wanted:
        raise Refused(_("Cochez les messages à déplacer."), "numbers")
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(_("Trop de messages à la fois : %(most)d au plus.") % {"most": MOST_AT_ONCE}, "numbers")
    found = list(_movable(topic).filter(number__in=wanted))
    if len(found) != len(wanted):
        raise Refused(_("Un de ces messages n’est plus dans ce sujet. Rechargez la page."), "numbers")
    return found


# -- what moves


def _take(
    source: Topic, goal: Topic, posts: list[Post], by: Person, at: datetime, *, held: Sequence[HeldPost] = ()
) -> None:
    """Number posts at the end of `goal`, leave the way to each at its old number, and make both topics right."""
    numbers = {post.pk: post.number for post in posts}
    was_whole = goal.last_number
    for post in posts:
        goal.last_number += 1
        post.topic, post.number, post.rev = goal, goal.last_number, post.rev + 1
    Post.objects.bulk_update(posts, ["topic", "number", "rev"], batch_size=500)
    left = [_way_to(post, source, numbers[post.pk]) for post in posts]
    Post.objects.bulk_create(left, batch_size=500)
    _keep_answers(posts, left, source, goal)
    follow_posts(source, goal, [numbers[post.pk] for post in posts], was_whole)
    _recount(source)
    _recount(goal)
    _tell(source, goal, posts, by, at)
    if source.room_id != goal.room_id:
        _change_rooms(source, goal, [*waiting_on(posts), *held], by, at)
    for topic in (source, goal):
        search.index(topic)


def _way_to(post: Post, source: Topic, number: int) -> Post:
    return Post(
        topic=source,
        number=number,
        author_id=post.author_id,
        is_host=post.is_host,
        language=post.language,
        renderer_version=RENDERER_VERSION,
        created_at=post.created_at,
        state=PostState.MOVED,
        moved_to=post,
        **_voice_of(post),
    )


def _voice_of(post: Post) -> dict[str, object]:
    names = ("organisation_id", "constituency", "shore", "country_declared")
    return {name: getattr(post, name) for name in names}


def _keep_answers(posts: list[Post], left: list[Post], source: Topic, goal: Topic) -> None:
    """An answer and what it answers stand in one topic: answers that stay lead to the way left behind; those that go
    keep what went with them, and find again what had gone there before."""
    way_of = {way.moved_to_id: way for way in left}
    for answer in Post.objects.filter(topic=source, reply_to__in=posts).only("reply_to"):
        Post.objects.filter(pk=answer.pk).update(reply_to=way_of[answer.reply_to_id])
    gone = {post.pk for post in posts}
    answering = Post.objects.filter(pk__in=gone, reply_to__isnull=False).exclude(reply_to__topic=goal)
    for answer in answering.select_related("reply_to__moved_to").only("reply_to__moved_to__topic"):
        found = answer.reply_to.moved_to if answer.reply_to else None
        there = found.pk if found and found.topic_id == goal.pk else None
        Post.objects.filter(pk=answer.pk).update(reply_to=there)


def _recount(topic: Topic) -> None:
    visible = Post.objects.filter(topic=topic, state=PostState.VISIBLE)
    topic.post_count = visible.count()
    topic.last_post_at = visible.aggregate(last=Max("created_at"))["last"] or topic.created_at
    touch(topic, "last_number", "post_count", "last_post_at", "state", "merged_into", "pinned")


# -- who hears of it


def _tell(source: Topic, goal: Topic, posts: list[Post], by: Person, at: datetime) -> None:
    rooms = {source.room_id: source.room, goal.room_id: goal.room}
    queues = [stream for room in rooms.values() for stream in queue_streams(room)] if len(rooms) > 1 else []
    lock(*queues, source.room.stream, goal.room.stream, source.stream, goal.stream)
    start_over(stream=source.stream)
    if source.state == TopicState.MERGED:
        leave_room(source, source.room, by, at)
    else:
        topic_changed(source, Op.REPLACE, by, at)
    for post in posts:
        publish(stream=goal.stream, kind=POST, object_id=post.pk, op=Op.APPEND, rev=post.rev, at=at, actor=by)
    topic_changed(goal, Op.APPEND if goal.last_number == len(posts) else Op.REPLACE, by, at)
    _cite_anew(goal, rooms, by, at)
    _cite_anew(source, rooms, by, at)


def _change_rooms(source: Topic, goal: Topic, waiting: Iterable[Waiting], by: Person, at: datetime) -> None:
    """Other people read the posts now, and others examine what waits."""
    change_rights(streams=[source.stream, goal.stream])
    for item in waiting:
        queue_moved(item, source.room, goal.room, by, at)


def leave_room(topic: Topic, room: Room, by: Person, at: datetime) -> None:
    """Take a topic out of a room's list."""
    publish(stream=room.stream, kind=TOPIC, object_id=topic.pk, op=Op.REMOVE, rev=topic.rev, at=at, actor=by)
    if room.is_public:
        bump()


def _cite_anew(topic: Topic, rooms: Collection[int], by: Person, at: datetime) -> None:
    """Posts of the rooms concerned that are cited in this topic show where, or no longer do."""
    cited_changed(quotes.cited_in(topic, rooms).only("topic", "rev"), topic, by, at)


def _moved(source: Topic, goal: Topic, numbers: Collection[int]) -> dict[str, object]:
    told: dict[str, object] = {"from": source.pk, "to": goal.pk, **_between(source.room, goal.room)}
    return told | ({"numbers": sorted(numbers)} if numbers else {})


def _between(here: Room, there: Room) -> dict[str, object]:
    """What the journal says of the rooms: where the thing stands now, and where it came from."""
    return {"room": there.pk, "from_room": here.pk}
