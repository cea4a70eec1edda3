"""What someone said of others' messages without a word, and what their own said before: in their copy. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data

from .models import Mention, PostRevision, Reaction, Room
from .personal_data_places import Places

if TYPE_CHECKING:
    from actors.models import Person


def export_reactions(person: Person) -> list[dict[str, Any]]:
    """Every reaction, with the message it is about, where they may still read it."""
    rooms = Room.objects.visible_to(person)
    said = Reaction.objects.filter(person=person, post__topic__room__in=rooms).select_related("post__topic")
    return [
        {
            "topic": reaction.post.topic.title,
            "number": reaction.post.number,
            "reaction": reaction.get_kind_display(),
            "at": reaction.at.isoformat(),
        }
        for reaction in said.order_by("at", "pk")
    ]


def erase_reactions(person: Person, at: datetime) -> None:
    """Counts stay, as messages do, without a name; nobody is told any more in the name of this account."""
    Mention.objects.filter(person=person).delete()


def export_versions(person: Person) -> list[dict[str, Any]]:
    """What their messages said before they were reworded."""
    places = Places(person)
    versions = PostRevision.objects.filter(post__author=person).select_related("post__topic")
    return [
        {
            "topic": places.topic(version.post.topic),
            "number": version.post.number,
            "language": version.language,
            "reason": version.reason,
            "written_at": version.written_at.isoformat(),
            "text": version.source,
        }
        for version in versions.order_by("written_at", "pk")
    ]


register_personal_data("forum_reactions", export=export_reactions, erase=erase_reactions)
register_personal_data("forum_versions", export=export_versions)  # they stay with the messages
