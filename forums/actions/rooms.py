"""Making a room, changing who reads and writes in it, and the page that carries its texts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.models import Site

from forums import rules
from forums.errors import NotAllowed, Refused
from forums.models import ForumsPage, Room, RoomPage, Topic
from kernel.audit.actions import record
from kernel.live.actions import change_rights
from kernel.pagecache.actions import bump
from kernel.search import actions as search

from .attachments import forget_held
from .slowing import note_room_slowed

if TYPE_CHECKING:
    from actors.models import Organisation, Person


AUDIENCE = ("visibility", "reading_constituencies", "reading_shores")


def create_room(
    *,
    room: Room,
    organisations: Iterable[Organisation] = (),
    moderators: Iterable[Person] = (),
    by: Person,
    at: datetime,
) -> Room:
    """Save a new room. Raises NotAllowed, and ValidationError naming the field."""
    _team_only(by)
    room.created_at = at
    room.full_clean()
    with transaction.atomic():
        room.save()
        room.organisations.set(organisations)
        room.moderators.set(moderators)
        record(actor=by, verb="forums.room_created", target=room, at=at)
        search.index(room)
        bump()
    return room


def change_room(
    *,
    room: Room,
    organisations: Iterable[Organisation],
    moderators: Iterable[Person] | None = None,
    by: Person,
    at: datetime,
) -> Room:
    """Save a changed room. Whoever may no longer read it loses it at once, in every open page.

    `moderators` are those whom the room names; None leaves them. A room that is no longer public has no page: its texts
    are kept as a draft. Raises NotAllowed, ValidationError.
    """
    _team_only(by)
    room.full_clean()
    with transaction.atomic():
        before = Room.objects.select_for_update().get(pk=room.pk)
        audience = _audience(before)
        room.save()
        room.organisations.set(organisations)
        if moderators is not None:
            room.moderators.set(moderators)
        _follow(room)
        topics = list(Topic.objects.filter(room=room))
        if _audience(room) != audience:
            change_rights(streams=[room.stream, *(topic.stream for topic in topics)])
        record(actor=by, verb="forums.room_changed", target=room, at=at)
        note_room_slowed(room=room, was=before.slow_seconds, by=by, at=at)
        search.index(room)
        if before.slug != room.slug:
            _index(topics, room)
        bump()
    return room


def delete_room(*, room: Room, by: Person, at: datetime) -> None:
    """Delete a room in which nothing was said; what waited in it goes, with its files.

    Raises NotAllowed, and Refused for one with topics or a page.
    """
    _team_only(by)
    with transaction.atomic():
        record(actor=by, verb="forums.room_deleted", target=room, at=at)
        change_rights(streams=[room.stream])
        forget_held(room.held.all())
        try:
            room.delete()
        except ProtectedError as error:
            raise Refused(
                _("Ce salon a des sujets ou une page : il ne peut pas être supprimé. Donnez-lui l’état « Clos ».")
            ) from error
        bump()


def _audience(room: Room) -> dict[str, Any]:
    """What decides who reads a room, besides invitations and moderators, who are each asked again on their own."""
    organisations = set(room.organisations.values_list("pk", flat=True))
    return {"organisations": organisations, **{name: getattr(room, name) for name in AUDIENCE}}


def _index(topics: list[Topic], room: Room) -> None:
    """What was found under the room's former address is found under the new one."""
    for topic in topics:
        topic.room = room
        search.index(topic)


def _follow(room: Room) -> None:
    """The page's name, address and being there follow the room's."""
    page = RoomPage.objects.filter(room=room).first()
    if page is None:
        return
    page.take_names()
    page.save()
    if not room.is_public and page.live:
        page.unpublish()


def write_texts(*, room: Room, by: Person, at: datetime) -> RoomPage:
    """The page on which a public room's texts are written, a draft at first. Raises NotAllowed, Refused."""
    _team_only(by)
    if not room.is_public:
        raise Refused(_("Un salon réservé n’a pas de page : sa description suffit à ses membres."))
    with transaction.atomic():
        Room.objects.select_for_update().get(pk=room.pk)
        found: RoomPage | None = RoomPage.objects.filter(room=room).first()
        if found:
            return found
        page = RoomPage(room=room, live=False, owner=by)
        page.take_names()
        _section(by).add_child(instance=page)
        page.save_revision(user=by)
        record(actor=by, verb="forums.texts_created", target=room, at=at, data={"page": page.pk})
    return page


def _section(by: Person) -> ForumsPage:
    """The section below which room pages stand; made when there is none yet."""
    found: ForumsPage | None = ForumsPage.objects.first()
    if found:
        return found
    site = Site.objects.filter(is_default_site=True).select_related("root_page").get()
    section = ForumsPage(title_fr="Forums", title_en="Forums", title_ar="المنتديات", slug="salons", owner=by)
    site.root_page.add_child(instance=section)
    return section


def _team_only(by: Person) -> None:
    if not rules.may_moderate(by):
        raise NotAllowed(_("Seule l’équipe d’animation gère les salons."))
