"""Writes to the log: publish what happened, and say that rights have changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from . import poke
from .choices import Op
from .models import Event, Stream


def lock(*streams: str) -> dict[str, Stream]:
    """Lock stream rows until the transaction ends, always in key order; rows are made where missing.

    An action that publishes to several streams locks them all first, so that two such actions never wait for each
    other in a circle. Raises TransactionManagementError outside a transaction, where nothing would be locked.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("streams are locked inside the action's transaction")
    names = sorted(set(streams))
    rows = _locked(names)
    missing = [Stream(key=name) for name in names if name not in rows]
    if not missing:
        return rows
    Stream.objects.bulk_create(missing, ignore_conflicts=True)
    return _locked(names)


def _locked(names: list[str]) -> dict[str, Stream]:
    return {row.key: row for row in Stream.objects.select_for_update().filter(key__in=names).order_by("key")}


def publish(
    *,
    stream: str,
    kind: str,
    object_id: Any,
    op: str,
    rev: int | None = None,
    at: datetime,
    actor: Any = None,
) -> int:
    """Append an event inside the caller's transaction and tell readers once it commits; returns its number.

    The number is drawn under the stream's row lock, held until commit: commit order is number order and no reader can
    see N before N - 1. `object_id` is the object's `data-id` in the page, `rev` its revision (higher wins);
    for what counts no revisions of its own, the event's number serves.
    Raises TransactionManagementError outside a transaction.
    """
    row = lock(stream)[stream]
    row.last_seq += 1
    row.save(update_fields=["last_seq"])
    Event.objects.create(
        stream=row,
        seq=row.last_seq,
        op=Op(op),
        kind=kind,
        object_id=str(object_id),
        rev=row.last_seq if rev is None else rev,
        actor=actor,
        created_at=at,
    )
    transaction.on_commit(partial(poke.moved, stream, row.last_seq, row.acl_version), robust=True)
    return row.last_seq


def start_over(*, stream: str) -> None:
    """Say inside the caller's transaction that a stream's page is to be read anew: too much changed to tell one by one.

    A number passes without an event and the floor rises to it, so that whoever stands below takes the snapshot.
    """
    row = lock(stream)[stream]
    row.last_seq += 1
    row.floor_seq = row.last_seq
    row.save(update_fields=["last_seq", "floor_seq"])
    row.events.all().delete()
    transaction.on_commit(partial(poke.moved, stream, row.last_seq, row.acl_version), robust=True)


def change_rights(*, streams: Iterable[str]) -> None:
    """Say that who may read these streams has changed: every open socket asks again before it is sent anything more."""
    for key, row in lock(*streams).items():
        row.acl_version += 1
        row.save(update_fields=["acl_version"])
        transaction.on_commit(partial(poke.moved, key, row.last_seq, row.acl_version), robust=True)


def revoke(*, person_id: Any) -> None:
    """Say that what a person may read has changed (signed out, suspended, membership withdrawn): sockets ask again."""
    transaction.on_commit(partial(poke.person_changed, str(person_id)), robust=True)


@transaction.atomic
def prune(*, before: datetime, keep: int) -> int:
    """Forget events older than `before` or beyond the last `keep` of their stream; returns how many went.

    Raises the stream's floor with them, so that a reader who is further behind takes the snapshot.
    """
    gone = 0
    for row in Stream.objects.select_for_update().filter(last_seq__gt=F("floor_seq")).order_by("key"):
        old = row.events.filter(created_at__lt=before).order_by("-seq").values_list("seq", flat=True).first() or 0
        floor = max(row.floor_seq, old, row.last_seq - keep)
        if floor == row.floor_seq:
            continue
        gone += row.events.filter(seq__lte=floor).delete()[0]
        row.floor_seq = floor
        row.save(update_fields=["floor_seq"])
    return gone


def renew_epochs() -> int:
    """After a backup is restored, numbers may be given twice: new epochs make every reader start from a snapshot."""
    streams = list(Stream.objects.all())
    for stream in streams:
        stream.epoch = uuid4()
    Stream.objects.bulk_update(streams, ["epoch"], batch_size=500)
    return len(streams)
