"""Files of messages: who may open one, and how they come along with posts."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce

from .. import rules
from ..choices import PostState
from ..models import Attachment, HeldPost, Post


def with_files() -> Prefetch[Any]:
    """The files of posts, or of messages that wait, with what a page says of them: one query for all of them."""
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


def held_file_for(person: Any, held: int, ident: int) -> Attachment | None:
    """A file of a message that is read before it is published, or was refused: its author's, and the moderators'."""
    files = Attachment.objects.select_related("document", "image", "held__room")
    found = files.filter(held__in=HeldPost.objects.filter(pk=held), pk=ident).first()
    if found is None or found.held is None or person is None:
        return None
    may = found.held.author_id == person.pk or rules.may_moderate(person, found.held.room)
    return found if may else None


def files_by(person: Any) -> list[Attachment]:
    """Every file a person attached, with where it stands or waits."""
    files = Attachment.objects.filter(Q(post__author=person) | Q(held__author=person))
    files = files.select_related("document", "image", "post__topic__room", "held__room", "held__topic")
    return list(files.order_by(Coalesce("post__created_at", "held__created_at"), "rank", "pk"))
