"""Who may read, write, open, attach and moderate; where the answer is no, the sentence that says why.

What decides is read once into a `Standing`; what follows from it asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.queries import Speaking, voices_of

from . import restraint
from .choices import Attaching, Capability, Opening, Posting, PostState, RoomState, TopicState
from .models import HeldPost, Post, Room, Suspension, Topic

if TYPE_CHECKING:
    from actors.models import Person

EDIT_WINDOW = timedelta(minutes=30)


@dataclass(frozen=True)
class Standing:
    """Someone before a room. `open_to_them`: the room is, by what it lets in, whoever is invited or moderates apart.

    `writes_invited` is None for who is not invited. `voices` are all of theirs, wherever they may be heard.
    `suspended` says until when `suspension` keeps them from writing; neither holds a moderator of the room.
    """

    signed_in: bool = False
    open_to_them: bool = False
    writes_invited: bool | None = None
    moderates: bool = False
    voices: tuple[Speaking, ...] = ()
    suspension: Suspension | None = None
    suspended: str = ""

    @property
    def reads(self) -> bool:
        """Whether they may read the room."""
        return self.open_to_them or self.moderates or self.writes_invited is not None

    def suspension_behind(self, why_not: str) -> Suspension | None:
        """The suspension that a refusal speaks of, which its page explains; None where there is another cause."""
        return self.suspension if why_not == self.suspended else None


def standing_of(person: Any, room: Room, at: datetime | None = None) -> Standing:
    """What decides of a person's rights in a room at an instant. Two queries, besides their permissions."""
    if not _is_someone(person):
        return Standing(open_to_them=room.is_public)
    at = at or timezone.now()
    found = Room.objects.filter(pk=room.pk).with_standing_of(person, at)
    suspended = Exists(restraint.suspensions_of(person, OuterRef("pk"), at))
    row = found.values("open_to_them", "named", "writes_invited", suspended=suspended).first()
    if row is None:
        return Standing(signed_in=True)
    moderates = row["named"] or may_moderate(person)
    suspension = restraint.suspensions_of(person, room, at).first() if row["suspended"] and not moderates else None
    return Standing(
        signed_in=True,
        open_to_them=row["open_to_them"],
        writes_invited=row["writes_invited"],
        moderates=moderates,
        voices=tuple(voices_of(person)),
        suspension=suspension,
        suspended=restraint.why_suspended(person, suspension) if suspension else "",
    )


def _is_someone(person: Any) -> bool:
    return person is not None and person.is_authenticated and person.is_active


# -- reading and moderating


def may_moderate(person: Any, room: Room | None = None) -> bool:
    """Whether someone may remove, lock and pin: the team in every room, others in a room that names them."""
    if not _is_someone(person):
        return False
    if person.has_perm("forums.moderate"):
        return True
    return room is not None and room.moderators.filter(pk=person.pk).exists()


def may_read(person: Any, room: Room, at: datetime | None = None) -> bool:
    """Whether someone (None: signed out) may read a room."""
    return room.is_public or Room.objects.visible_to(person, at).filter(pk=room.pk).exists()


def may_see(person: Any, room: Room, at: datetime | None = None) -> bool:
    """Whether someone may know that a room exists; that it is announced opens none of its pages."""
    return room.announced or may_read(person, room, at)


# -- everything someone may do in a room


def capabilities(person: Any, room: Room, at: datetime | None = None) -> frozenset[Capability]:
    """Everything that someone (None: signed out) may do in a room at an instant."""
    return capabilities_with(standing_of(person, room, at), room)


def capabilities_with(standing: Standing, room: Room) -> frozenset[Capability]:
    """Everything that someone of this standing may do in a room."""
    if not standing.reads:
        return frozenset({Capability.SEE} if room.announced else ())
    found = {Capability.SEE, Capability.READ}
    if standing.moderates:
        found.add(Capability.MODERATE)
    if standing.signed_in:
        found |= {capability for capability, refusal in _REFUSALS.items() if not refusal(standing, room)}
    return frozenset(found)


# -- writing


def voices_for(person: Person, room: Room, at: datetime | None = None) -> list[Speaking]:
    """The voices under which a person may write here, organisations first. Moderators may always write."""
    return voices_with(standing_of(person, room, at), room)


def voices_to_open(person: Person, room: Room, at: datetime | None = None) -> list[Speaking]:
    """Those under which they may open a topic: an organisation's, where the room asks for one."""
    return voices_to_open_with(standing_of(person, room, at), room)


def voices_to_open_with(standing: Standing, room: Room) -> list[Speaking]:
    """The same, for someone of this standing."""
    return _for_an_organisation(standing, room, room.opening == Opening.MEMBERS)


def attaches_as(standing: Standing, room: Room, organisation_id: int | None) -> bool:
    """Whether what someone of this standing writes in this voice (None: as a citizen) may carry files."""
    voices = _for_an_organisation(standing, room, room.attaching == Attaching.MEMBERS)
    return organisation_id in {voice.organisation.pk if voice.organisation else None for voice in voices}


def voices_with(standing: Standing, room: Room) -> list[Speaking]:
    """The same, for someone of this standing: all of those invited to write, else what the room's choice lets write."""
    if standing.writes_invited:
        return list(standing.voices)
    heard = [voice for voice in standing.voices if _is_heard(voice, room)]
    if standing.moderates:
        return heard or [voice for voice in standing.voices if voice.organisation is None]
    return heard if standing.open_to_them else []


def _for_an_organisation(standing: Standing, room: Room, asked: bool) -> list[Speaking]:
    voices = voices_with(standing, room)
    return [voice for voice in voices if voice.organisation] if asked and not standing.moderates else voices


def _is_heard(voice: Speaking, room: Room) -> bool:
    if room.posting == Posting.EVERYONE:
        return True
    if voice.organisation is None:
        return False
    if room.posting == Posting.MEMBERS:
        return True
    of_constituency = not room.constituencies or voice.constituency in room.constituencies
    return of_constituency and (not room.shores or voice.shore in room.shores)


def why_not_write(person: Person, room: Room, at: datetime | None = None) -> str:
    """Why a person who reads a room may not write in it, in words; blank where they may."""
    return _refusal(standing_of(person, room, at), room)


def _refusal(standing: Standing, room: Room) -> str:
    if room.state == RoomState.CLOSED:
        return _("Ce salon est clos : on peut encore le lire, plus y écrire.")
    if standing.moderates:
        return ""
    if room.state == RoomState.READ_ONLY:
        return _("Ce salon est en lecture seule pour le moment.")
    return standing.suspended or ("" if voices_with(standing, room) else _unheard(standing, room))


def _unheard(standing: Standing, room: Room) -> str:
    if not standing.open_to_them:
        return _("Votre invitation permet de lire ce salon. Pour y écrire, demandez à l’équipe d’animation.")
    if room.posting == Posting.CONSTITUENCIES:
        return _("Seuls les membres vérifiés d’organisations des collèges et des rives invités écrivent dans ce salon.")
    return _("Seuls les membres vérifiés d’une organisation écrivent dans ce salon. Demandez votre rattachement.")


def why_not_post(person: Person, topic: Topic, at: datetime | None = None) -> str:
    """Why a person may not post in a topic now, in words; blank where they may."""
    at = at or timezone.now()
    return why_not_take_part(person, topic, at) or why_wait(person, topic, at)


def why_not_take_part(person: Person, topic: Topic, at: datetime) -> str:
    """The same, slow mode aside: one may write while waiting, and send again what was sent already."""
    return why_not_take_part_with(standing_of(person, topic.room, at), topic)


def slow_until(person: Person, topic: Topic, at: datetime) -> datetime | None:
    """When a person may post again where slow mode asks them to wait; None where they may now. Moderators need not."""
    return _unless_moderating(person, topic.room, restraint.slow_until(person, topic, at))


def slow_until_opening(person: Person, room: Room, at: datetime) -> datetime | None:
    """The same, for opening a topic: what is waited for in the room."""
    return _unless_moderating(person, room, restraint.slow_until_opening(person, room, at))


def _unless_moderating(person: Person, room: Room, until: datetime | None) -> datetime | None:
    return None if until is None or may_moderate(person, room) else until


def why_wait(person: Person, topic: Topic, at: datetime) -> str:
    """Until when slow mode asks a person to wait, in words; blank where it does not."""
    until = slow_until(person, topic, at)
    return restraint.why_wait(person, until, at) if until else ""


def why_wait_with(standing: Standing, person: Person, topic: Topic, at: datetime) -> str:
    """The same, for someone of this standing, of a topic found `restraint.with_restraint`."""
    until = None if standing.moderates else restraint.slow_until_in(topic, at)
    return restraint.why_wait(person, until, at) if until else ""


def is_read_before(person: Person, room: Room) -> bool:
    """Whether a moderator reads what this person writes here before it is published."""
    return restraint.is_read_before(person, room) and not may_moderate(person, room)


def is_read_before_with(standing: Standing, topic: Any) -> bool:
    """The same, for someone of this standing, of a topic found `restraint.with_restraint`."""
    is_member = any(voice.organisation for voice in standing.voices)
    return bool(topic.is_newcomer) and not is_member and not standing.moderates


def why_not_take_part_with(standing: Standing, topic: Topic) -> str:
    """The same, for someone of this standing."""
    if topic.state == TopicState.MERGED:
        return _("Ce sujet est réuni à un autre : la discussion continue là-bas.")
    if topic.state == TopicState.LOCKED and not standing.moderates:
        return _("Ce sujet est fermé : on peut encore le lire, plus y écrire.")
    return _refusal(standing, topic.room)


def may_post(person: Any, topic: Topic, at: datetime) -> bool:
    """Whether someone may post in a topic now."""
    return _is_someone(person) and may_read(person, topic.room, at) and not why_not_post(person, topic, at)


# -- opening, attaching, editing


def why_not_open(person: Person, room: Room, at: datetime | None = None) -> str:
    """Why a person may not open a topic in a room, in words; blank where they may."""
    return why_not_open_with(standing_of(person, room, at), room)


def why_not_open_with(standing: Standing, room: Room) -> str:
    """The same, for someone of this standing."""
    if refusal := _refusal(standing, room):
        return refusal
    if standing.moderates or room.opening == Opening.PARTICIPANTS:
        return ""
    if room.opening == Opening.MODERATORS:
        return _("Dans ce salon, c’est l’équipe d’animation qui ouvre les sujets.")
    if _for_an_organisation(standing, room, asked=True):
        return ""
    return _("Dans ce salon, les sujets s’ouvrent au nom d’une organisation. Demandez votre rattachement.")


def may_open_topic(person: Any, room: Room, at: datetime) -> bool:
    """Whether someone may open a topic in a room now."""
    return Capability.OPEN in capabilities(person, room, at)


def why_not_attach(person: Person, room: Room, at: datetime | None = None) -> str:
    """Why a person may not attach files to what they write in a room, in words; blank where they may."""
    return why_not_attach_with(standing_of(person, room, at), room)


def why_not_attach_with(standing: Standing, room: Room) -> str:
    """The same, for someone of this standing."""
    if refusal := _refusal(standing, room):
        return refusal
    if room.attaching == Attaching.NOBODY:
        return _("Ce salon ne prend pas de fichiers.")
    if standing.moderates or room.attaching == Attaching.PARTICIPANTS:
        return ""
    if room.attaching == Attaching.MODERATORS:
        return _("Dans ce salon, seule l’équipe d’animation joint des fichiers.")
    if _for_an_organisation(standing, room, asked=True):
        return ""
    return _("Dans ce salon, les fichiers se joignent au nom d’une organisation. Demandez votre rattachement.")


def why_not_publish_files(held: HeldPost, at: datetime | None = None) -> str:
    """Why a first message may no longer be published with its files, in words for who decides; blank where it may.

    That its author may no longer write at all is another refusal.
    """
    standing = standing_of(held.author, held.room, at)
    if _refusal(standing, held.room):
        return ""
    if not why_not_attach_with(standing, held.room) and attaches_as(standing, held.room, held.organisation_id):
        return ""
    return _(
        "Cette personne ne peut plus joindre de fichiers dans ce salon : publiez son message sans eux, ou refusez-le "
        "en disant pourquoi."
    )


def may_edit(person: Any, post: Post, at: datetime) -> bool:
    """Whether someone may reword a post: see why_not_edit."""
    return not why_not_edit(person, post, at)


def why_not_edit(person: Any, post: Post, at: datetime) -> str:
    """Why someone may not reword a post, in words; blank where they may: its author, for half an hour, while they may
    write there, slow mode aside. What a moderator reads before it is published stays what they read."""
    too_late = _("Ce message ne peut plus être modifié : le délai est passé, ou le sujet s’est fermé.")
    mine = person is not None and post.author_id == person.pk and post.state == PostState.VISIBLE
    if not mine or at >= post.created_at + EDIT_WINDOW:
        return too_late
    standing = standing_of(person, post.topic.room, at)
    if not standing.reads or not standing.signed_in:
        return too_late
    if refusal := why_not_take_part_with(standing, post.topic):
        return refusal
    if is_read_before(person, post.topic.room) or was_read_before([post.pk]):
        return _("L’équipe d’animation lit les premiers messages avant de les publier : celui-ci ne se modifie plus.")
    return ""


def was_read_before(posts: Iterable[int]) -> set[int]:
    """Those of these posts that a moderator read before they were published. One query."""
    return set(HeldPost.objects.filter(post__in=posts).values_list("post_id", flat=True))


# -- reacting


def why_not_react(person: Any, post: Post, at: datetime | None = None) -> str:
    """Why someone may not say a thing of a post without a word; blank where they may: whoever reads it, its author and
    those who are suspended apart, while the discussion goes on."""
    if not _is_someone(person):
        return _("Connectez-vous pour réagir à ce message.")
    return why_not_react_with(standing_of(person, post.topic.room, at), person, post)


def why_not_react_with(standing: Standing, person: Person, post: Post) -> str:
    """The same, for someone of this standing."""
    if not standing.reads:
        return _("Connectez-vous pour réagir à ce message.")
    if post.state != PostState.VISIBLE:
        return _("Ce message n’est plus là.")
    if post.author_id == person.pk:
        return _("On ne réagit pas à son propre message.")
    if post.topic.state != TopicState.OPEN or post.topic.room.state != RoomState.OPEN:
        return _("Cette discussion est close : on peut encore la lire, plus y réagir.")
    return standing.suspended


_REFUSALS = {Capability.REPLY: _refusal, Capability.OPEN: why_not_open_with, Capability.ATTACH: why_not_attach_with}
