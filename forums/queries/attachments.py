"""Files of messages: who may open one, and how they come along with posts."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from .. import rules
from ..choices import PostState
from ..models import Attachment, Post


def with_files() -> Prefetch[Any]:
    """The files of posts, with what a fragment says of them: one query for all posts."""
    files = Attachment.objects.select_related("document", "image").order_by("rank", "pk")
    return Prefetch("attachments", queryset=files)


def files_of(post: Post) -> list[Attachment]:
    """The files of one post, in their order."""
    return list(post.attachments.select_related("document", "image").order_by("rank", "pk"))


def file_for(person: Any, post: Post, ident: int) -> Attachment | None:
    """A file of a post whose room the reader may read: gone with the post's words, except for who moderates."""
    if post.state != PostState.VISIBLE and not rules.may_moderate(person, post.topic.room):
        return None
    return post.attachments.select_related("document", "image").filter(pk=ident).first()


def files_by(person: Any) -> list[Attachment]:
    """Every file a person attached, with where it stands."""
    files = Attachment.objects.filter(post__author=person).select_related("document", "image", "post__topic__room")
    return list(files.order_by("post__created_at", "rank", "pk"))
