"""What someone is writing and the files they attached: in their copy, and gone with them. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data

from .actions.attachments import forget_files_of
from .models import Attachment, Draft
from .personal_data_places import Places
from .queries.attachments import files_by
from .queries.drafts import drafts_of

if TYPE_CHECKING:
    from actors.models import Person


def export_drafts(person: Person) -> list[dict[str, Any]]:
    """Every draft, as it stands."""
    return [
        {
            "room": str(kept.room or ""),
            "topic": kept.place,
            "title": kept.draft.title,
            "text": kept.draft.source,
            "language": kept.draft.language,
            "updated_at": kept.draft.updated_at.isoformat(),
        }
        for kept in drafts_of(person)
    ]


def erase_drafts(person: Person, at: datetime) -> None:
    """What was never published goes."""
    Draft.objects.filter(person=person).delete()


def export_files(person: Person) -> list[dict[str, Any]]:
    """Every file that goes with a message: where it stands, its name, its size in bytes."""
    places = Places(person)
    return [
        {**_place_of(each, places), "title": each.title, "name": each.kept.title, "size": each.kept.file_size}
        for each in files_by(person)
    ]


def _place_of(file: Attachment, places: Places) -> dict[str, Any]:
    """The message it goes with; one that waits, or was refused, has no number."""
    if file.post:
        topic = file.post.topic
        return {"room": places.room(topic.room), "topic": places.topic(topic), "number": file.post.number}
    held = file.held
    title = (places.topic(held.topic) if held.topic else held.title) if held else ""
    return {"room": places.room(held.room if held else None), "topic": title, "number": None}


def erase_files(person: Person, at: datetime) -> None:
    """Files go with who sent them: they may say more of a person than words."""
    forget_files_of(person=person, at=at)


register_personal_data("forum_drafts", export=export_drafts, erase=erase_drafts)
register_personal_data("forum_files", export=export_files, erase=erase_files)
