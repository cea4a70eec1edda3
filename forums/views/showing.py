"""Posts as every reader sees them: what a script is answered, and what a page keeps of a public room."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from forums import queries
from forums.models import Post, Topic
from kernel.pagecache.keeping import kept


def fragment_of(post: Post) -> dict[str, Any]:
    """A post as `showOwn` takes it: its stream, its revision and its fragment."""
    shown = queries.shown(Post.objects.filter(pk=post.pk)).get()
    html = render_to_string("forums/_post.html", {"post": shown}).strip()
    return {"stream": shown.topic.stream, "id": str(shown.pk), "rev": shown.rev, "html": html}


def page_of_posts(
    topic: Topic, posts: QuerySet[Post], number: int, *, signed_in: bool
) -> tuple[list[Post], dict[int, SafeString]]:
    """The posts of one page of a topic, and their fragments by id: in a public room, rendered once a generation.

    Who is signed in may see tools on a post, which is rendered for them then and needs all it shows; others only read
    the fragments, so that files and citations are not read again.
    """
    read: list[Post] = []

    def render() -> dict[int, SafeString]:
        read.extend(posts)
        return {post.pk: render_to_string("forums/_post.html", {"post": post}) for post in read}

    zone = timezone.get_current_timezone_name()
    fragments = kept(f"forums.posts:{topic.pk}:{number}:{zone}", render) if topic.room.is_public else {}
    shown = read or list(posts if signed_in or not fragments else posts.prefetch_related(None))
    if any(post.pk not in fragments for post in shown):  # a post came meanwhile
        prefetch_related_objects(shown, *queries.around_posts())
    return shown, fragments
