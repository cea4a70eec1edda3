"""Who may read, write, open and moderate; where the answer is no, the sentence that says why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from actors.choices import Constituency
from actors.queries import Speaking, speaking_as_citizen, voices_of

from .choices import Opening, Posting, RoomState, TopicState
from .models import Post, Room, Topic

if TYPE_CHECKING:
    from actors.models import Person

EDIT_WINDOW = timedelta(minutes=30)


def may_moderate(person: Any) -> bool:
    """Whether someone may remove, lock and pin: the team's right, in every room."""
    return bool(person is not None and person.is_authenticated and person.has_perm("forums.moderate"))


def may_read(person: Any, room: Room) -> bool:
    """Whether someone (None: signed out) may read a room and know that it exists."""
    return room.is_public or Room.objects.visible_to(person).filter(pk=room.pk).exists()


def voices_for(person: Person, room: Room) -> list[Speaking]:
    """The voices under which a person may write here, organisations first. Moderators may always write."""
    voices = [voice for voice in voices_of(person) if _speaks(voice, room)]
    return voices or ([speaking_as_citizen(person)] if may_moderate(person) else [])


def _speaks(voice: Speaking, room: Room) -> bool:
    if room.posting == Posting.CONSTITUENCIES:
        return voice.constituency in room.constituencies
    if room.posting == Posting.MEMBERS:
        return voice.constituency != Constituency.CITIZENS
    return True


def why_not_write(person: Person, room: Room) -> str:
    """Why a person who reads a room may not write in it, in words; blank where they may."""
    if room.state == RoomState.CLOSED:
        return _("Ce salon est clos : on peut encore le lire, plus y écrire.")
    if room.state == RoomState.READ_ONLY and not may_moderate(person):
        return _("Ce salon est en lecture seule pour le moment.")
    if voices_for(person, room):
        return ""
    if room.posting == Posting.CONSTITUENCIES:
        return _("Seuls les membres vérifiés d’organisations des collèges invités écrivent dans ce salon.")
    return _("Seuls les membres vérifiés d’une organisation écrivent dans ce salon. Demandez votre rattachement.")


def why_not_post(person: Person, topic: Topic) -> str:
    """Why a person may not post in a topic, in words; blank where they may."""
    if topic.state == TopicState.LOCKED and not may_moderate(person):
        return _("Ce sujet est fermé : on peut encore le lire, plus y écrire.")
    return why_not_write(person, topic.room)


def may_post(person: Any, topic: Topic, at: datetime) -> bool:
    """Whether someone may post in a topic now."""
    signed_in = person is not None and person.is_authenticated
    return signed_in and may_read(person, topic.room) and not why_not_post(person, topic)


def why_not_open(person: Person, room: Room) -> str:
    """Why a person may not open a topic in a room, in words; blank where they may."""
    if room.opening == Opening.MODERATORS and not may_moderate(person):
        return _("Dans ce salon, c’est l’équipe d’animation qui ouvre les sujets.")
    return why_not_write(person, room)


def may_open_topic(person: Any, room: Room, at: datetime) -> bool:
    """Whether someone may open a topic in a room now."""
    signed_in = person is not None and person.is_authenticated
    return signed_in and may_read(person, room) and not why_not_open(person, room)


def may_edit(person: Any, post: Post, at: datetime) -> bool:
    """Whether someone may reword a post: its author, for half an hour, while the topic takes messages."""
    mine = person is not None and post.author_id == person.pk and not post.is_removed
    return mine and at < post.created_at + EDIT_WINDOW and may_post(person, post.topic, at)
