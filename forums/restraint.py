"""What holds someone back for a while: a suspension, slow mode, first messages that are read before they are published.

Moderators of the room are exempt: rules.py asks only for others.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
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


def why_suspended(person: Person, room: Room, at: datetime) -> str:
    """Until when a person may not write in a room, in words; blank where they may."""
    found = suspensions_of(person, room, at).first()
    if found is None:
        return ""
    sentence = (
        _("Vous ne pouvez pas écrire dans les forums jusqu’au %(date)s. Vous pouvez toujours lire.")
        if found.room_id is None
        else _("Vous ne pouvez pas écrire dans ce salon jusqu’au %(date)s. Vous pouvez toujours lire.")
    )
    return sentence % {"date": formats.moment(found.ends_at, person.zone)}


def slow_until(person: Person, topic: Topic, at: datetime) -> datetime | None:
    """When a person may write in a topic again, where slow mode of the topic or its room asks them to wait.

    A message that waits to be read by a moderator counts like a published one.
    """
    moments = [
        last + timedelta(seconds=seconds)
        for seconds, last in (
            (topic.slow_seconds, topic.slow_seconds and _last_word(person, Q(topic=topic), Q(topic=topic))),
            (
                topic.room.slow_seconds,
                topic.room.slow_seconds and _last_word(person, Q(topic__room=topic.room), Q(room=topic.room)),
            ),
        )
        if seconds and last
    ]
    until = max(moments, default=None)
    return until if until and until > at else None


def _last_word(person: Person, posts: Q, held: Q) -> datetime | None:
    written = Post.objects.filter(posts, author=person).order_by("-created_at").values_list("created_at", flat=True)
    waiting = HeldPost.objects.filter(held, author=person, state=HeldState.WAITING)
    latest = [written.first(), waiting.order_by("-created_at").values_list("created_at", flat=True).first()]
    return max((moment for moment in latest if moment), default=None)


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
