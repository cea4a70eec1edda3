"""What changes who may read rooms: everyone concerned is asked again, on every open page of theirs. (leaf)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from actors.choices import MembershipState
from actors.models import Country, Membership, Organisation, Person
from kernel.live.actions import revoke, start_over
from kernel.live.queries import heads

from .choices import QUEUE_STREAM
from .models import Room


@receiver(post_save, sender=Membership)
@receiver(post_delete, sender=Membership)
def membership_changed(instance: Membership, **_kwargs: Any) -> None:
    """Rooms are read by membership."""
    revoke(person_id=instance.person_id)


@receiver(post_save, sender=Organisation)
def organisation_changed(instance: Organisation, created: bool, update_fields: Any, **_kwargs: Any) -> None:
    """Rooms are read by constituency, and by shore through the country."""
    if not created and _touches(update_fields, {"constituency", "country"}):
        _ask_members(Q(organisation=instance.pk))


@receiver(post_save, sender=Country)
def country_changed(instance: Country, created: bool, update_fields: Any, **_kwargs: Any) -> None:
    """A country gives its organisations their shore."""
    if not created and _touches(update_fields, {"shore"}):
        _ask_members(Q(organisation__country=instance.pk))


@receiver(m2m_changed, sender=Room.moderators.through)
def moderators_changed(instance: Any, action: str, reverse: bool, pk_set: Any, **_kwargs: Any) -> None:
    """A moderator reads the room, and what waits there."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if reverse:
        people = {instance.pk}
    else:
        people = set(instance.moderators.values_list("pk", flat=True)) if action == "pre_clear" else pk_set
    for person in people:
        revoke(person_id=person)
    if action == "post_add":
        _forget_lines(pk_set if reverse else {instance.pk})


@receiver(m2m_changed, sender=Person.groups.through)
@receiver(m2m_changed, sender=Person.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def team_changed(sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **_kwargs: Any) -> None:
    """Somebody joins the team that moderates, by a group, a permission, or what a group may do."""
    if action != "post_add":
        return
    given = {instance.pk} if reverse else pk_set
    how = "group__in" if sender is Person.groups.through else "pk__in"
    if Permission.objects.filter(**{how: given}, content_type__app_label="forums", codename="moderate").exists():
        _forget_lines({0, *Room.objects.values_list("pk", flat=True)})


def _forget_lines(rooms: Iterable[int]) -> None:
    """Lines of the queue told so far may be about who moderates from now on: they are read anew, from the page. After
    the commit, for these streams are locked before all others."""
    streams = sorted(f"{QUEUE_STREAM}:{room}" for room in rooms)

    def forget() -> None:
        for stream, head in heads(streams).items():
            if head.seq > head.floor:
                with transaction.atomic():
                    start_over(stream=stream)

    transaction.on_commit(forget, robust=True)


def _touches(update_fields: Any, names: set[str]) -> bool:
    return update_fields is None or bool(names & set(update_fields))


def _ask_members(of: Q) -> None:
    members = Membership.objects.filter(of, state=MembershipState.VERIFIED)
    for person in members.values_list("person", flat=True).distinct():
        revoke(person_id=person)
