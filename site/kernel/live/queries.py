"""Reads of the log: where a stream stands, and what happened since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Subquery
from django.db.models.expressions import Combinable

from .choices import Op
from .models import Event, Stream

MAX_EVENTS = 200  # further behind than this, a reader takes the snapshot (forums.md 3.5)


@dataclass(frozen=True)
class Head:
    """Where a stream stands. Read it before the rows it covers: a snapshot may then repeat an event, never miss one."""

    stream: str
    seq: int
    epoch: str
    floor: int = 0
    acl: int = 1


@dataclass(frozen=True)
class LiveEvent:
    """One event as renderers see it; `object` is what the kind's `load` found for it."""

    stream: str
    seq: int
    op: str
    kind: str
    object_id: str
    rev: int
    object: Any = None


@dataclass(frozen=True)
class Window:
    """What happened in (since, to], one event an object: each tells the object’s whole state, the last suffices."""

    since: int
    to: int
    events: tuple[LiveEvent, ...]


def head(stream: str) -> Head:
    """Where a stream stands; a stream without events yet stands at 0 and has no epoch."""
    return heads([stream])[stream]


def heads(streams: Iterable[str]) -> dict[str, Head]:
    """Where several streams stand, in one query."""
    names = list(streams)
    rows = Stream.objects.filter(key__in=names).values_list("key", "last_seq", "epoch", "floor_seq", "acl_version")
    found = {key: Head(key, seq, str(epoch), floor, acl) for key, seq, epoch, floor, acl in rows}
    return {name: found.get(name, Head(name, 0, "")) for name in names}


def head_columns(stream: str | Combinable) -> dict[str, Subquery]:
    """Where a stream stands, as columns of a query for another row: `head_in` reads them from it.

    The stream may be an expression over that row (OuterRef).
    """
    found = Stream.objects.filter(key=stream)
    return {
        f"head_{field}": Subquery(found.values(field)) for field in ("last_seq", "epoch", "floor_seq", "acl_version")
    }


def head_in(row: Mapping[str, Any], stream: str) -> Head:
    """Where a stream stands, from a row that was asked for its `head_columns`."""
    if row["head_epoch"] is None:
        return Head(stream, 0, "")
    return Head(stream, row["head_last_seq"], str(row["head_epoch"]), row["head_floor_seq"], row["head_acl_version"])


def events_since(stream: str, since: int) -> list[LiveEvent] | None:
    """What happened after `since`, in order. None when that is too much or no longer kept: take the snapshot."""
    rows = Event.objects.filter(stream__key=stream, seq__gt=since).order_by("seq")
    columns = rows.values_list("seq", "op", "kind", "object_id", "rev")
    events = [LiveEvent(stream, *values) for values in columns[: MAX_EVENTS + 1]]
    if len(events) > MAX_EVENTS or (events and events[0].seq != since + 1):
        return None
    return events


def window(events: Sequence[LiveEvent], since: int) -> Window:
    """The events after `since`, coalesced to the last of each object.

    An object that appeared and changed in the window still appears (append), in its present state and first place.
    """
    latest: dict[tuple[str, str], LiveEvent] = {}
    for event in events:
        if event.seq <= since:
            continue
        key = (event.kind, event.object_id)
        before = latest.get(key)
        if before and before.op == Op.APPEND and event.op == Op.REPLACE:
            latest[key] = replace(event, op=Op.APPEND)
        else:
            latest[key] = event
    return Window(since, events[-1].seq if events else since, tuple(latest.values()))
