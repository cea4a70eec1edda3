"""What someone is writing, kept on the server: found again on any device, published once, thrown away in the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actors.models import LANGUAGE_CHOICES
from forums import rules
from forums.choices import DRAFT_DAYS, MAX_BODY, MAX_TITLE
from forums.errors import Refused, StaleDraft, TooFast
from forums.models import Draft, Post, Room, Topic
from kernel.requests.limits import seconds_to_wait
from kernel.requests.models import RequestKey

if TYPE_CHECKING:
    from actors.models import Person

RATE = "60/m"
MOST_KEPT = 4 * MAX_BODY  # too long to be published is not too long to be kept
KEY_LENGTH = 64
VOICE_LENGTH = 20


def save_draft(
    *,
    person: Person,
    seq: int,
    at: datetime,
    source: str,
    topic: Topic | None = None,
    room: Room | None = None,
    post: Post | None = None,
    title: str = "",
    language: str = "",
    voice: str = "",
    reply_to: int | None = None,
    key: str = "",
) -> Draft | None:
    """Keep what is written for one topic, room or post; None where nothing is written, and then nothing is kept.

    `seq` is the version that was read, 0 for none. Saving the same again changes nothing. Raises StaleDraft where
    another tab or device saved, published or threw away meanwhile; Refused for what nobody would publish; TooFast.
    """
    where: dict[str, Any] = {"topic": topic, "room": room, "post": post}
    if wait := seconds_to_wait("forums.draft", f"p:{person.pk}", RATE, at):
        raise TooFast(_("Votre brouillon est enregistré sur cet appareil ; il le sera ici dans un moment."), wait)
    if not rules.may_read(person, _room_of(**where)):
        raise Refused(_("Ce salon ne vous est plus ouvert : copiez votre texte."))
    if len(source) > MOST_KEPT:
        raise Refused(_("Ce texte est trop long pour être gardé : raccourcissez-le."), "source")
    words = {
        "title": " ".join(_kept(title).split())[:MAX_TITLE],
        "source": _kept(source).replace("\r\n", "\n"),
        "language": language if language in dict(LANGUAGE_CHOICES) else "",
        "voice": _kept(voice)[:VOICE_LENGTH],
        "reply_to": reply_to,
        "key": _kept(key)[:KEY_LENGTH],
    }
    return _keep(person, where, words, seq, at)


def _kept(text: str) -> str:
    """What both databases can hold of a text that no form has cleaned."""
    return text.replace("\x00", "")


@transaction.atomic
def _keep(person: Person, where: dict[str, Any], words: dict[str, Any], seq: int, at: datetime) -> Draft | None:
    current = Draft.objects.select_for_update().filter(person=person, **_columns(**where)).first()
    says_something = bool(words["source"].strip() or words["title"])
    if current is None:
        return _first(person, where, words, seq, at) if says_something else None
    if all(getattr(current, name) == value for name, value in words.items()):
        return current
    if current.seq != seq:
        raise StaleDraft(_stale(), current)
    if not says_something:
        current.delete()
        return None
    for name, value in words.items():
        setattr(current, name, value)
    current.seq += 1
    current.updated_at = at
    current.save(update_fields=[*words, "seq", "updated_at"])
    return current


def _first(person: Person, where: dict[str, Any], words: dict[str, Any], seq: int, at: datetime) -> Draft:
    """A draft that was there is gone: published or thrown away elsewhere. It does not come back by itself."""
    if seq or _is_published(person, where, words["key"]):
        raise StaleDraft(_("Ce brouillon a été publié ou jeté ailleurs. Ce que vous écrivez ici est gardé."), None)
    try:
        with transaction.atomic():
            return Draft.objects.create(person=person, updated_at=at, **where, **words)
    except IntegrityError:
        raise StaleDraft(_stale(), Draft.objects.filter(person=person, **_columns(**where)).first()) from None


def _is_published(person: Person, where: dict[str, Any], key: str) -> bool:
    scope = f"forums.post:{where['topic'].pk}" if where["topic"] else ""
    scope = scope or (f"forums.topic:{where['room'].pk}" if where["room"] else "")
    return bool(key and scope) and RequestKey.objects.filter(person=person, scope=scope, key=key).exists()


def take_draft(
    person: Person, key: str, topic: Topic | None = None, room: Room | None = None, post: Post | None = None
) -> None:
    """What was a draft is being published, in the caller's transaction. One with another key is another text."""
    mine = Draft.objects.filter(person=person, **_columns(topic=topic, room=room, post=post))
    (mine if post else mine.filter(key__in=("", key))).delete()


def discard_draft(*, draft: Draft, person: Person) -> None:
    """Throw a draft of one's own away. Safe to repeat."""
    Draft.objects.filter(pk=draft.pk, person=person).delete()


def purge_drafts(*, at: datetime) -> int:
    """Forget the drafts that nobody touched for ninety days; how many."""
    return Draft.objects.filter(updated_at__lt=at - timedelta(days=DRAFT_DAYS)).delete()[0]


def _columns(*, topic: Topic | None, room: Room | None, post: Post | None) -> dict[str, Any]:
    return {name: row for name, row in {"topic": topic, "room": room, "post": post}.items() if row is not None}


def _room_of(*, topic: Topic | None, room: Room | None, post: Post | None) -> Room:
    if room is not None:
        return room
    inside = topic or (post.topic if post else None)
    if inside is None:
        raise ValueError("a draft is for a topic, a room or a post")
    return inside.room


def _stale() -> str:
    return _("Ce brouillon a changé dans un autre onglet ou sur un autre appareil. Choisissez le texte à garder.")
