"""What forums hold about a person: the copy they may have. Posts stay, without the name of who left. (leaf)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data

from .models import Post

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> list[dict[str, Any]]:
    """Every message, as it was written, with where it stands."""
    posts = Post.objects.filter(author=person).select_related("topic__room", "organisation")
    return [
        {
            "room": str(post.topic.room),
            "topic": post.topic.title,
            "number": post.number,
            "language": post.language,
            "organisation": str(post.organisation or ""),
            "written_at": post.created_at.isoformat(),
            "text": post.source,
        }
        for post in posts.order_by("created_at", "pk")
    ]


register_personal_data("forums", export=export)
