"""What ends or changes a person's right to listen, whichever code did it: sign-out, suspension, groups, password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import m2m_changed, post_save, pre_delete
from django.dispatch import receiver

from . import poke
from .actions import revoke
from .sessions import fingerprint

Person = get_user_model()
WATCHED = {"is_active", "is_staff", "is_superuser", "password"}


@receiver(user_logged_out)
def signed_out(request: Any, user: Any, **_kwargs: Any) -> None:
    """Close this session's sockets by its fingerprint: the session itself is only emptied after this signal."""
    if user is not None:
        session = fingerprint(request.session.session_key)
        transaction.on_commit(lambda: poke.person_changed(str(user.pk), session), robust=True)


@receiver(post_save, sender=Person)
def person_saved(instance: Any, created: bool, update_fields: Any, **_kwargs: Any) -> None:
    """A suspended person, or one whose password changed, is asked again who they are."""
    if not created and (update_fields is None or WATCHED & set(update_fields)):
        revoke(person_id=instance.pk)


@receiver(m2m_changed, sender=Person.groups.through)
@receiver(m2m_changed, sender=Person.user_permissions.through)
def rights_changed(instance: Any, action: str, reverse: bool, pk_set: Any, **_kwargs: Any) -> None:
    """Groups and permissions given or taken."""
    if not action.startswith("post_"):
        return
    for person in (pk_set or ()) if reverse else (instance.pk,):
        revoke(person_id=person)


@receiver(m2m_changed, sender=Group.permissions.through)
def group_changed(instance: Any, action: str, reverse: bool, pk_set: Any, **_kwargs: Any) -> None:
    """A group has other permissions: everyone in it is asked again."""
    if action.startswith("post_"):
        _revoke_groups(list(pk_set or ()) if reverse else [instance.pk])


@receiver(pre_delete, sender=Group)
def group_goes(instance: Any, **_kwargs: Any) -> None:
    """A group is deleted: those who are still in it are asked again once it has gone."""
    _revoke_groups([instance.pk])


def _revoke_groups(groups: list[Any]) -> None:
    for person_id in Person.objects.filter(groups__in=groups).values_list("pk", flat=True).distinct():
        revoke(person_id=person_id)
