"""What one person said of posts without a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ..choices import ReactionKind
from ..models import Post, Reaction


def said_by(person: Any, posts: Iterable[Post]) -> dict[int, set[str]]:
    """What a person said of each of these posts. One query."""
    said: dict[int, set[str]] = {post.pk: set() for post in posts}
    for post, kind in Reaction.objects.filter(person=person, post__in=said).values_list("post_id", "kind"):
        said[post].add(kind)
    return said


def with_said_by(posts: QuerySet[Post], person: Any) -> QuerySet[Any]:
    """Posts with what a person said of each: `said_of` reads it from them."""
    own = Reaction.objects.filter(post=OuterRef("pk"), person=person)
    return posts.annotate(**{_column(kind): Exists(own.filter(kind=kind)) for kind in ReactionKind.values})


def said_of(post: Any) -> set[str]:
    """What the person of `with_said_by` said of a post. No query."""
    return {kind for kind in ReactionKind.values if getattr(post, _column(kind))}


def _column(kind: str) -> str:
    return f"said_{kind}"
