"""Which features are live, who may read their streams and how an event looks. Filled from AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kernel.requests.numbers import whole_number

if TYPE_CHECKING:
    from .queries import LiveEvent

MayRead = Callable[[Any, str], bool]
Render = Callable[["LiveEvent", str], str]
Snapshot = Callable[[str, str], str]
MAX_KEY = 80  # characters of a stream’s key
Load = Callable[[Iterable["LiveEvent"]], dict[str, Any]]
Ephemeral = Callable[[Any], str]


@dataclass(frozen=True)
class StreamKind:
    """How the streams with one prefix behave."""

    prefix: str
    may_read: MayRead
    render: Render
    snapshot: Snapshot
    load: Load | None
    ephemeral: Ephemeral | None


_kinds: dict[str, StreamKind] = {}


def stream_kind(
    prefix: str,
    *,
    may_read: MayRead,
    render: Render,
    snapshot: Snapshot,
    load: Load | None = None,
    ephemeral: Ephemeral | None = None,
) -> None:
    """Register the streams `<prefix>:<ident>`.

    may_read(person or None, ident): whether a reader may follow it; asked again whenever rights may have changed.
    render(event, language): the object's page fragment in its present state. It is called once per event and language
    for everyone, in a thread, with that language active, and must hold nothing about the reader.
    snapshot(ident, language): path of the page that shows the whole region, fetched when a reader is too far behind.
    load(events): objects by `object_id`, read once for all languages and handed to render as `event.object`;
    an object that is missing is taken away from the page.
    ephemeral(person): the name under which a reader is shown as writing and counted as present, without a query;
    blank for someone who does not want it. Kinds that leave it out tell nothing of their readers.
    """
    if prefix in _kinds:
        raise ValueError(f"two features claim the live prefix {prefix!r}")
    _kinds[prefix] = StreamKind(prefix, may_read, render, snapshot, load, ephemeral)


def kind_of(stream: str) -> tuple[StreamKind, str] | None:
    """The kind and ident of a stream's key; None when no feature claims it."""
    prefix, separator, ident = stream.partition(":")
    kind = _kinds.get(prefix)
    return (kind, ident) if kind and separator and ident else None


def is_row(ident: str) -> bool:
    """Whether an ident is a row's number as its stream writes it. "012" or "١٢" would be a stream apart, which the same
    people may read and which no change of rights reaches."""
    return (number := whole_number(ident)) is not None and str(number) == ident


def may_read(person: Any, stream: str) -> bool:
    """Whether a person (None: signed out) may follow a stream. Unknown streams are like forbidden ones."""
    found = kind_of(stream)
    return found is not None and bool(found[0].may_read(person, found[1]))
