"""Telling a person something, and noting what they have read."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from kernel.live.actions import lock, publish

from . import registry
from .choices import BELL, stream_of
from .models import Notification

READ_KEPT = timedelta(days=183)
KEPT = timedelta(days=365)


@transaction.atomic
def notify(
    *, person: AbstractBaseUser, kind: str, data: Mapping[str, Any], at: datetime, key: str = ""
) -> Notification:
    """Tell a person something in the caller's transaction; their bell moves once it commits.

    `kind` is registered by a notices.py and `data` is JSON for its builder. With a `key` the same fact is told once:
    a second call changes nothing and returns the first. Raises LookupError for an unknown kind.
    """
    if not registry.is_registered(kind):
        raise LookupError(f"no notice is registered as {kind!r}")
    fields: dict[str, Any] = {"kind": kind, "data": dict(data), "created_at": at}
    if not key:
        return _told(Notification.objects.create(person_id=person.pk, **fields))
    notification, created = Notification.objects.get_or_create(person_id=person.pk, key=key, defaults=fields)
    return _told(notification) if created else notification


Data = dict[str, Any]


@transaction.atomic
def gather(
    *, person: AbstractBaseUser, kind: str, key: str, add: Callable[[Data, bool], Data | None], at: datetime
) -> bool:
    """Tell a person one more thing under a key whose notification tells several; returns whether it was new.

    `add(data, unread)` gives the data with the new thing in it, from what the notification holds (nothing at first)
    and whether the person has not read that yet; None where it was told before. Raises LookupError for an unknown kind.
    """
    if not registry.is_registered(kind):
        raise LookupError(f"no notice is registered as {kind!r}")
    told = Notification.objects.select_for_update()  # two facts at once are both told
    first = {"kind": kind, "data": {}, "created_at": at}
    notification, created = told.get_or_create(person_id=person.pk, key=key, defaults=first)
    data = add(notification.data, not created and notification.read_at is None)
    if data is None:
        return False
    notification.kind, notification.data, notification.created_at, notification.read_at = kind, data, at, None
    notification.save(update_fields=["kind", "data", "created_at", "read_at"])
    _told(notification)
    return True


@transaction.atomic
def retell(
    *, person: AbstractBaseUser, kind: str, change: Callable[[Data], Data | None], at: datetime, key: str = ""
) -> int:
    """Say anew what a person was told of a kind (of one `key`, if given) and has not read; returns how many are read.

    `change(data)` gives what is left to say; None where nothing is, and the notification is read.
    """
    unread = Notification.objects.select_for_update().filter(person_id=person.pk, kind=kind, read_at__isnull=True)
    read = 0
    for notification in unread.filter(key=key) if key else unread.order_by("pk"):
        data = change(notification.data)
        if data == notification.data:
            continue
        if data is None:
            notification.read_at, read = at, read + 1
        else:
            notification.data = data
        notification.save(update_fields=["data", "read_at"])
    if read:
        _move_bell(person.pk, at)
    return read


@transaction.atomic
def mark_read(*, person: AbstractBaseUser, notification_id: int, at: datetime) -> bool:
    """Note that a person has read one of their notifications; returns whether it was unread."""
    unread = Notification.objects.filter(pk=notification_id, person_id=person.pk, read_at__isnull=True)
    changed = unread.update(read_at=at) > 0
    if changed:
        _move_bell(person.pk, at)
    return changed


@transaction.atomic
def mark_all_read(*, person: AbstractBaseUser, at: datetime) -> int:
    """Note that a person has read what they were told up to now; returns how many were unread."""
    unread = Notification.objects.filter(person_id=person.pk, read_at__isnull=True, created_at__lte=at)
    changed = unread.update(read_at=at)
    if changed:
        _move_bell(person.pk, at)
    return changed


def _told(notification: Notification) -> Notification:
    _move_bell(notification.person_id, notification.created_at)
    return notification


def _move_bell(person_id: int, at: datetime) -> None:
    """After the commit, and in a transaction of its own: telling several people locks no two streams at once."""
    transaction.on_commit(partial(_publish_bell, person_id, at), robust=True)


@transaction.atomic
def _publish_bell(person_id: int, at: datetime) -> None:
    stream = stream_of(person_id)
    rev = lock(stream)[stream].last_seq + 1
    publish(stream=stream, kind=BELL, object_id=BELL, op="replace", rev=rev, at=at)


def purge(*, at: datetime) -> int:
    """Forget what was read more than six months ago, and anything older than a year; returns how many."""
    old = Q(read_at__lt=at - READ_KEPT) | Q(created_at__lt=at - KEPT)
    return Notification.objects.filter(old).delete()[0]
