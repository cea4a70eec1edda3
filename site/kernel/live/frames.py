"""What is sent: each event is rendered once per language, and every reader who needs the same frame gets one object."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation

from . import queries
from .choices import Op
from .queries import LiveEvent, Window
from .registry import StreamKind, kind_of

MAX_BYTES = 256 * 1024  # a heavier catch-up is a snapshot's business
CACHED_FRAGMENTS = 4096
CACHED_FOR = 60.0  # seconds


@dataclass(frozen=True)
class Frame:
    """A text to send, the number it brings a reader to, how many events it holds, and the rights it was read under."""

    text: str
    to: int
    items: int
    acl: int = 0


class FragmentCache:
    """Encoded events by event and language, the least used forgotten first. Safe between threads."""

    def __init__(self, size: int = CACHED_FRAGMENTS) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Any, ...], tuple[float, str]] = OrderedDict()

    def get(self, key: tuple[Any, ...]) -> str | None:
        """The encoded event, if it is still known."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found[0] < time.monotonic():
                return None
            self._kept.move_to_end(key)
            return found[1]

    def put(self, key: tuple[Any, ...], text: str) -> None:
        """Keep an encoded event for a minute at most."""
        with self._lock:
            self._kept[key] = (time.monotonic() + CACHED_FOR, text)
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


fragments = FragmentCache()


def encode(**frame: Any) -> str:
    """A frame as JSON text."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def reset(stream: str, language: str, why: str) -> str:
    """The frame that sends a reader to the page which shows the whole region."""
    found = kind_of(stream)
    with translation.override(language):
        url = found[0].snapshot(found[1], language) if found else ""
    return encode(type="reset", s=stream, url=url, why=why)


def reset_frame(stream: str, language: str, why: str) -> Frame:
    """The same, with the rights that held once its address was read: the page may be where not all may follow."""
    text = reset(stream, language, why)
    head = queries.head(stream)
    return Frame(text, head.seq, 0, head.acl)


def prepare(stream: str, wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Frame | None]:
    """Frames for readers who stand at `since` and read a language: two queries, one rendering an event and language.

    None means that the reader is too far behind and must take the snapshot. The rights are read after the objects: of
    what is shown, nothing is older than they are.
    """
    places = set(wanted)
    since = min(place for place, _language in places)
    events = queries.events_since(stream, since)
    if events is None:
        return {(place, language): None for place, language in places if place == since}
    windows = {place: queries.window(events, place) for place, _language in places}
    needed = {(event, language) for place, language in places for event in windows[place].events}
    encoded = _encoded(stream, needed)
    acl = queries.head(stream).acl
    return {
        (place, language): _frame(
            stream, windows[place], [encoded[event, language] for event in windows[place].events], acl
        )
        for place, language in places
    }


def _frame(stream: str, window: Window, texts: list[str], acl: int) -> Frame | None:
    if sum(map(len, texts)) > MAX_BYTES:
        return None
    name = json.dumps(stream)
    if len(texts) == 1 and window.to == window.since + 1:
        return Frame(f'{{"type":"ev","s":{name},{texts[0][1:]}', window.to, 1, acl)
    head = f'{{"type":"batch","s":{name},"from":{window.since},"to":{window.to},"ev":['
    return Frame(f"{head}{','.join(texts)}]}}", window.to, len(texts), acl)


def _encoded(stream: str, needed: set[tuple[LiveEvent, str]]) -> dict[tuple[LiveEvent, str], str]:
    """Encoded events, from the cache or rendered now; objects are loaded once for all of them."""
    found = {pair: fragments.get(_key(*pair)) for pair in needed}
    missing = sorted((pair for pair, text in found.items() if text is None), key=lambda pair: (pair[0].seq, pair[1]))
    kind = kind_of(stream)
    if kind is None or not missing:
        return {pair: text or "" for pair, text in found.items()}
    objects = _loaded(kind[0], [event for event, _language in missing])
    for event, language in missing:
        text = _render(kind[0], event, language, objects)
        fragments.put(_key(event, language), text)
        found[event, language] = text
    return {pair: text or "" for pair, text in found.items()}


def _key(event: LiveEvent, language: str) -> tuple[Any, ...]:
    return (event.stream, event.seq, event.op, event.object_id, event.rev, language)


def _loaded(kind: StreamKind, events: list[LiveEvent]) -> dict[str, Any] | None:
    """The objects of events that show something; None for kinds that need none."""
    if kind.load is None:
        return None
    shown = {event.object_id: event for event in events if event.op != Op.REMOVE}
    return kind.load(list(shown.values())) if shown else {}


def _render(kind: StreamKind, event: LiveEvent, language: str, objects: dict[str, Any] | None) -> str:
    op, html = event.op, ""
    if objects is not None and event.object_id not in objects:
        op = Op.REMOVE  # gone from the database since
    if op != Op.REMOVE:
        with translation.override(language):
            html = kind.render(replace(event, object=(objects or {}).get(event.object_id)), language)
    return encode(seq=event.seq, op=op, kind=event.kind, id=event.object_id, rev=event.rev, html=html)
