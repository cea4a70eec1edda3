"""Who is heard: visible posts by constituency and shore."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from ..choices import PostState
from ..models import Post, RoomQuerySet


def voices_heard(rooms: RoomQuerySet) -> QuerySet[Post, tuple[str, str, int]]:
    """Visible posts of these rooms by constituency and shore; what the team says as host is not counted."""
    posts = Post.objects.filter(topic__room__in=rooms, state=PostState.VISIBLE, is_host=False)
    return posts.order_by().values_list("constituency", "shore").annotate(number=Count("pk"))
