"""What changes who may read rooms: everyone concerned is asked again, on every open page of theirs. (leaf)"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from actors.choices import MembershipState
from actors.models import Country, Membership, Organisation
from kernel.live.actions import revoke

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


def _touches(update_fields: Any, names: set[str]) -> bool:
    return update_fields is None or bool(names & set(update_fields))


def _ask_members(of: Q) -> None:
    members = Membership.objects.filter(of, state=MembershipState.VERIFIED)
    for person in members.values_list("person", flat=True).distinct():
        revoke(person_id=person)
