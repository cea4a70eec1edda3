"""What holds someone back for a while: a suspension, slow mode, first messages that are read before they are published.

Moderators of the room are exempt: rules.py asks only for others.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.choices import MembershipState
from actors.models import Membership
from kernel.ui import formats

from .choices import HeldState, PostState
from .models import HeldPost, Post, Room, Suspension, Topic

if TYPE_CHECKING:
    from actors.models import Person

READ_BEFORE = 3  # messages of a newcomer
MINUTE = 60


def suspensions_of(person: Any, room: Any, at: datetime) -> QuerySet[Suspension]:
    """Those that keep a person from writing in a room (or that of an outer query), the one that ends last first."""
    running = Suspension.objects.filter(
        Q(room=room) | Q(room=None), person=person, lifted_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    )
    return running.order_by("-ends_at")


def why_suspended(person: Person, found: Suspension) -> str:
    """Until when a suspension keeps a person from writing, in words."""
    sentence = (
        _("Vous ne pouvez pas écrire dans les forums jusqu’au %(date)s. Vous pouvez toujours lire.")
        if found.room_id is None
        else _("Vous ne pouvez pas écrire dans ce salon jusqu’au %(date)s. Vous pouvez toujours lire.")
    )
    return sentence % {"date": formats.moment(found.ends_at, person.zone)}


def with_restraint(topics: QuerySet[Topic], person: Any) -> QuerySet[Any]:
    """Topics with what may hold a person back in each: `slow_until_in` reads when they last spoke there;
    `is_newcomer` is whether their messages are read first, where they speak for no organisation.

    A message that waits to be read by a moderator counts like a published one, and so does one that opens a topic.
    Nothing is looked for where no one is asked to wait, and no first messages are read.
    """
    established = Post.objects.filter(author=person, state=PostState.VISIBLE).order_by("pk")
    here, room = OuterRef("pk"), OuterRef("room_id")
    slow_here, slow_in_room = Q(slow_seconds__gt=0), Q(room__slow_seconds__gt=0)
    found: QuerySet[Any] = topics.annotate(
        wrote_here_at=_where(slow_here, _wrote_at(person, topic=here)),
        waits_here_at=_where(slow_here, _waits_at(person, topic=here)),
        wrote_in_room_at=_where(slow_in_room, _wrote_at(person, topic__room=room)),
        waits_in_room_at=_where(slow_in_room, _waits_at(person, room=room)),
        is_newcomer=Case(
            When(room__approves_newcomers=True, then=~Exists(established[READ_BEFORE - 1 : READ_BEFORE])),
            default=False,
        ),
    )
    return found


def _wrote_at(person: Any, **where: Any) -> Subquery:
    return _latest(Post.objects.filter(author=person, **where))


def _waits_at(person: Any, **where: Any) -> Subquery:
    return _latest(HeldPost.objects.filter(author=person, state=HeldState.WAITING, **where))


def _latest(said: QuerySet[Any]) -> Subquery:
    return Subquery(said.order_by("-created_at").values("created_at")[:1])


def _where(condition: Q, moment: Subquery) -> Case:
    return Case(When(condition, then=moment), output_field=DateTimeField(null=True))


def slow_until_in(topic: Any, at: datetime) -> datetime | None:
    """When the person of `with_restraint` may write in a topic again, where slow mode of the topic or its room asks
    them to wait. No query."""
    here = _waited(topic.slow_seconds, topic.wrote_here_at, topic.waits_here_at)
    return _still(here + _waited(topic.room.slow_seconds, topic.wrote_in_room_at, topic.waits_in_room_at), at)


def slow_until(person: Person, topic: Topic, at: datetime) -> datetime | None:
    """The same, of any topic. One query at most."""
    if not topic.slow_seconds and not topic.room.slow_seconds:
        return None
    found = with_restraint(Topic.objects.select_related("room"), person).get(pk=topic.pk)
    return slow_until_in(found, at)


def slow_until_opening(person: Person, room: Room, at: datetime) -> datetime | None:
    """When a person may open a topic in a room, where slow mode of the room asks them to wait. One query at most."""
    if not room.slow_seconds:
        return None
    here = OuterRef("pk")
    last_words = _wrote_at(person, topic__room=here), _waits_at(person, room=here)
    words = Room.objects.filter(pk=room.pk).values_list(*last_words).get()
    return _still(_waited(room.slow_seconds, *words), at)


def _waited(seconds: int, *words: datetime | None) -> list[datetime]:
    return [last + timedelta(seconds=seconds) for last in words if last]


def _still(moments: list[datetime], at: datetime) -> datetime | None:
    until = max(moments, default=None)
    return until if until and until > at else None


def why_wait(person: Person, until: datetime, at: datetime) -> str:
    """Slow mode, in words: when one may write again."""
    minutes = math.ceil((until - at).total_seconds() / MINUTE)
    return ngettext(
        "Ici, chacun laisse passer un peu de temps entre deux messages. Vous pourrez écrire à partir de %(hour)s, "
        "dans une minute au plus.",
        "Ici, chacun laisse passer un peu de temps entre deux messages. Vous pourrez écrire à partir de %(hour)s, "
        "dans %(minutes)d minutes.",
        minutes,
    ) % {"hour": formats.clock(until, person.zone), "minutes": minutes}


def is_read_before(person: Person, room: Room) -> bool:
    """Whether a moderator reads what this person writes here before it is published: a newcomer's first messages."""
    if not room.approves_newcomers:
        return False
    if Membership.objects.filter(person=person, state=MembershipState.VERIFIED).exists():
        return False
    return Post.objects.filter(author=person, state=PostState.VISIBLE)[:READ_BEFORE].count() < READ_BEFORE
