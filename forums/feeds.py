"""Atom feeds of public rooms and their topics; what is private has none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kernel.languages.models import value_used
from kernel.text.direction import isolated
from kernel.text.excerpts import excerpt

from .choices import PostState
from .models import Post, Room, Topic
from .queries import LATEST


class ManyLanguages(Atom1Feed):
    """Atom in which each entry says its own language, and its title the one it was given in (RFC 4287, section 2)."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"], "xml:base": self.feed["link"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        handler.addQuickElement("title", item["title"], {"xml:lang": item["title_language"]})
        handler.addQuickElement("link", "", {"href": item["link"], "rel": "alternate", "hreflang": item["language"]})
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.startElement("author", {})
        handler.addQuickElement("name", item["author_name"])
        handler.endElement("author")
        handler.addQuickElement("summary", item["description"], {"type": "html"})


class RoomFeed(Feed[Post, Room]):
    """The latest messages of a public room."""

    feed_type = ManyLanguages

    @property
    def language(self) -> str:  # type: ignore[override]  # Feed reads it, never writes it
        """The feed speaks the language of its address; messages keep their own."""
        return get_language() or "fr"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Room:
        room: Room = get_object_or_404(Room.objects.public(), slug=kwargs["slug"])
        return room

    def title(self, obj: Room) -> str:
        return _("%(room)s, forum de Rives") % {"room": isolated(value_used(obj, "name"))}

    def link(self, obj: Room) -> str:
        return obj.get_absolute_url()

    def items(self, obj: Room) -> list[Post]:
        return _latest(Post.objects.filter(topic__room=obj))

    def item_title(self, item: Post) -> str:
        return f"{isolated(item.topic.title)} · {isolated(item.author.name)}"

    def item_description(self, item: Post) -> str:
        return item.html

    def item_link(self, item: Post) -> str:
        return f"{item.topic.get_absolute_url()}{item.number}/"

    def item_extra_kwargs(self, item: Post) -> dict[str, Any]:
        return {"language": item.language, "title_language": item.topic.language}

    def item_guid(self, item: Post) -> str:
        return f"rives:post:{item.pk}"

    item_guid_is_permalink = False

    def item_author_name(self, item: Post) -> str:
        return item.author.name

    def item_pubdate(self, item: Post) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Post) -> datetime:
        return item.edited_at or item.created_at


class TopicFeed(RoomFeed):
    """The latest messages of a topic in a public room."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        topics = Topic.objects.filter(room__in=Room.objects.public()).select_related("room")
        return get_object_or_404(topics, pk=kwargs["topic"], room__slug=kwargs["slug"])

    def title(self, obj: Any) -> str:
        return excerpt(obj.title, 120)

    def items(self, obj: Any) -> list[Post]:
        return _latest(Post.objects.filter(topic=obj))


def _latest(posts: Any) -> list[Post]:
    shown = posts.filter(state=PostState.VISIBLE).select_related("topic__room", "author").defer("source")
    return list(shown.order_by("-created_at", "-pk")[:LATEST])
