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


Fragments = dict[int, tuple[int, SafeString]]  # by post: the revision, and how it looks


def page_of_posts(topic: Topic, posts: QuerySet[Post], number: int, *, signed_in: bool) -> tuple[list[Post], Fragments]:
    """The posts of one page of a topic, and their fragments: in a public room, rendered once a generation.

    A fragment is for its revision only: the page says from which event on the reader follows, and a fragment kept since
    before that event would never be mended. Who is signed in may see tools on a post, which is rendered for them then
    and needs all it shows; others only read the fragments, so that files and citations are not read again.
    """
    read: list[Post] = []

    def render() -> Fragments:
        read.extend(posts)
        return {post.pk: (post.rev, render_to_string("forums/_post.html", {"post": post})) for post in read}

    zone = timezone.get_current_timezone_name()
    fragments = kept(f"forums.posts:{topic.pk}:{number}:{zone}", render) if topic.room.is_public else {}
    whole = signed_in or not fragments
    shown = read or list(posts if whole else posts.prefetch_related(None))
    if not whole and not all(is_current(fragments, post) for post in shown):
        prefetch_related_objects(shown, *queries.around_posts())
    return shown, fragments


def is_current(fragments: Fragments, post: Post) -> bool:
    """Whether a fragment shows the post as it is."""
    return post.pk in fragments and fragments[post.pk][0] == post.rev
