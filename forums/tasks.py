"""Work after a post is committed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from kernel.jobs.registry import periodic
from kernel.search import actions as search

from . import queries
from .choices import PostState
from .models import Post, Topic


@task()  # type: ignore[untyped-decorator]  # django-tasks ships no types
def index_topic(topic_id: int) -> None:
    """Write a topic's words into the search anew: long work, and not under the topic's lock."""
    search.index(Topic.objects.select_related("room", "author").get(pk=topic_id))


@task()  # type: ignore[untyped-decorator]  # django-tasks ships no types
def tell_people(post_id: int) -> None:
    """Tell of a post whoever follows its topic or is spoken to in it. Safe to run twice."""
    from .actions.telling_people import tell_of  # noqa: PLC0415  (actions enqueue this task)

    post = queries.shown(Post.objects.all()).get(pk=post_id)
    if post.state == PostState.VISIBLE:
        tell_of(post=post, at=timezone.now())


@periodic("forums.drafts", every=timedelta(days=1))
def purge_drafts(at: datetime) -> None:
    """Drafts that nobody touches are forgotten."""
    from .actions.drafts import purge_drafts as purge  # noqa: PLC0415  (actions enqueue tasks of this module)

    purge(at=at)


@periodic("forums.held", every=timedelta(days=1))
def purge_held(at: datetime) -> None:
    """First messages that were decided on are forgotten in the end, with the files of refused ones."""
    from .actions.held import purge_held as purge  # noqa: PLC0415  (actions enqueue tasks of this module)

    purge(at=at)


@periodic("forums.summaries", every=timedelta(minutes=10))
def owe_summaries(at: datetime) -> None:
    """Daily and weekly summaries leave at seven in the morning of their reader."""
    from .actions.summaries import owe_summaries as owe  # noqa: PLC0415  (actions enqueue tasks of this module)

    owe(at=at)
