"""What one person said of posts without a word."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ..choices import ReactionKind
from ..models import Post, Reaction


def said_by(person: Any, post: Post) -> set[str]:
    """What a person said of a post without a word."""
    return set(Reaction.objects.filter(person=person, post=post).values_list("kind", flat=True))


def with_said_by(posts: QuerySet[Post], person: Any) -> QuerySet[Any]:
    """Posts with what a person said of each: `said_of` reads it from them."""
    own = Reaction.objects.filter(post=OuterRef("pk"), person=person)
    return posts.annotate(**{_column(kind): Exists(own.filter(kind=kind)) for kind in ReactionKind.values})


def said_of(post: Any) -> set[str]:
    """What the person of `with_said_by` said of a post. No query."""
    return {kind for kind in ReactionKind.values if getattr(post, _column(kind))}


def _column(kind: str) -> str:
    return f"said_{kind}"
