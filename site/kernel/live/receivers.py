"""What ends or changes a person's right to listen, whichever code did it: sign-out, suspension, groups, password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models.signals import m2m_changed, post_save
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
