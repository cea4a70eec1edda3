"""What one person said of posts without a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..models import Post, Reaction


def said_by(person: Any, posts: Iterable[Post]) -> dict[int, set[str]]:
    """What a person said of each of these posts. One query."""
    said: dict[int, set[str]] = {post.pk: set() for post in posts}
    for post, kind in Reaction.objects.filter(person=person, post__in=said).values_list("post_id", "kind"):
        said[post].add(kind)
    return said
