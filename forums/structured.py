"""schema.org DiscussionForumPosting: what search engines read of a topic of a public room.

Names and types are those of schema.org. A page tells the topic and its own posts as comments; removed and moved posts
are not told. The first post is the posting itself. Mails, ids and what only moderators know are never in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from actors.models import Voice
from kernel.languages.models import value_used
from kernel.text.excerpts import plain
from kernel.ui.structured import SCHEMA

from .choices import PostState, ReactionKind
from .models import Post, Topic

Address = Callable[[str], str]  # a path made whole


def posting(topic: Topic, posts: Iterable[Post], *, address: Address) -> dict[str, Any]:
    """A topic with the posts of one page. `address` turns a path into an address."""
    shown = [post for post in posts if post.state == PostState.VISIBLE]
    first = next((post for post in shown if post.number == 1), None)
    url = address(topic.get_absolute_url())
    facts: dict[str, Any] = {
        "@context": SCHEMA.rstrip("/"),
        "@type": "DiscussionForumPosting",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": topic.title,
        "text": plain(first.html) if first else "",
        "inLanguage": topic.language,
        "author": _author(topic, topic.author.name, is_host=topic.is_host),
        "datePublished": topic.created_at.isoformat(),
        "dateModified": first.edited_at.isoformat() if first and first.edited_at else "",
        "isPartOf": {
            "@type": "CollectionPage",
            "name": value_used(topic.room, "name"),
            "url": address(topic.room.get_absolute_url()),
        },
        "interactionStatistic": [
            _counter("CommentAction", max(topic.post_count - 1, 0)),
            *(_liked(first) if first else ()),
        ],
        "comment": [_comment(topic, post, address) for post in shown if post.number > 1],
    }
    return {name: value for name, value in facts.items() if value not in ("", [])}


def _comment(topic: Topic, post: Post, address: Address) -> dict[str, Any]:
    url = address(f"{topic.get_absolute_url()}{post.number}/")
    facts: dict[str, Any] = {
        "@type": "Comment",
        "@id": url,
        "url": url,
        "text": plain(post.html),
        "inLanguage": post.language,
        "author": _author(post, post.author.name, is_host=post.is_host),
        "datePublished": post.created_at.isoformat(),
        "dateModified": post.edited_at.isoformat() if post.edited_at else "",
        "interactionStatistic": _liked(post),
    }
    return {name: value for name, value in facts.items() if value not in ("", [])}


def _author(voice: Voice, name: str, *, is_host: bool) -> dict[str, Any]:
    if is_host:
        return {"@type": "Organization", "name": str(settings.SITE_NAME), "url": settings.WAGTAILADMIN_BASE_URL}
    author: dict[str, Any] = {"@type": "Person", "name": name}
    if voice.organisation:
        author["affiliation"] = {"@type": "Organization", "name": value_used(voice.organisation, "name")}
    return author


def _liked(post: Post) -> list[dict[str, Any]]:
    """How many agreed; the other reactions have no counterpart at schema.org."""
    agreed = int((post.reactions or {}).get(ReactionKind.AGREE, 0))
    return [_counter("LikeAction", agreed)] if agreed else []


def _counter(action: str, count: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": SCHEMA + action,
        "userInteractionCount": count,
    }
