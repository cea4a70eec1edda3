"""Telling a person something, and noting what they have read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from . import registry
from .models import Notification


@transaction.atomic
def notify(
    *, person: AbstractBaseUser, kind: str, data: Mapping[str, Any], at: datetime, key: str = ""
) -> Notification:
    """Tell a person something in the caller's transaction; their bell moves once it commits.

    `kind` is registered by a notices.py and `data` is JSON for its builder. With a `key` the same fact is told once:
    a second call changes nothing and returns the first. Several people are notified in the order of their ids (each
    has a stream of their own, locked until the commit). Raises LookupError for an unknown kind.
    """
    if not registry.is_registered(kind):
        raise LookupError(f"no notice is registered as {kind!r}")
    fields: dict[str, Any] = {"kind": kind, "data": dict(data), "created_at": at}
    if not key:
        return Notification.objects.create(person_id=person.pk, **fields)
    return Notification.objects.get_or_create(person_id=person.pk, key=key, defaults=fields)[0]
