"""The page cache in front of Django: signed-out visitors read public pages without waking it.

ASGI calls with keywords: the parameters must be named scope, receive, send.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from .asking import Asked, Scope, asked, has_session
from .entries import MAX_BYTES, Entry, Store
from .fill import Application, Fill, Message, Receive, Send
from .generation import Generation, generation

REMEMBER_PASSING = 10.0  # seconds for which a page that could not be kept is not tried again
MAX_PASSING = 2000
VARIANTS = 4  # addresses with a query hold at most this part of the memory besides


class PageCache:
    """Answers signed-out GET and HEAD requests; docs/features/pagecache.md says which, and what may be kept."""

    def __init__(
        self, application: Application, *, max_bytes: int = MAX_BYTES, generation: Generation = generation
    ) -> None:
        self.application = application
        self.store = Store(max_bytes)
        self.variants = Store(max_bytes // VARIANTS)
        self._generation = generation
        self._fills: dict[tuple[str, ...], Fill] = {}
        self._passing: dict[tuple[str, ...], float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = asked(scope) if scope["type"] == "http" else None
        if wanted is None:
            return await self.application(scope, receive, _private(scope, send))
        current = self._generation.known() or await self._generation.read()
        found = self._store_of(wanted).get(wanted.key, current)
        if found is None:
            if self._passes(wanted):
                return await self.application(scope, receive, send)
            found = await self._filled(wanted, current, scope, receive, send)
        if found is not None:
            start, body = found.messages(wanted)
            await send(start)
            await send(body)
        return None

    def _store_of(self, wanted: Asked) -> Store:
        """Addresses with a query keep to a share of their own: however many there are, they push no plain page out."""
        return self.variants if wanted.query else self.store

    def _passes(self, wanted: Asked) -> bool:
        return self._passing.get(wanted.key, 0.0) > time.monotonic()

    async def _filled(self, wanted: Asked, current: str, scope: Scope, receive: Receive, send: Send) -> Entry | None:
        """The entry, rendered once for all who wait; None when the request has been answered otherwise."""
        flight = (*wanted.key, current)
        if waiting := self._fills.get(flight):
            return await self._follow(waiting, scope, receive, send)
        fill = self._fills[flight] = Fill(self.application, wanted, scope, current)
        fill.decided.add_done_callback(lambda _decided: self._land(flight, wanted, fill))
        try:
            entry = await asyncio.shield(fill.decided)
            if entry is None:
                await fill.relay(send)
        except asyncio.CancelledError:
            fill.abandon()
            raise
        return entry

    async def _follow(self, fill: Fill, scope: Scope, receive: Receive, send: Send) -> Entry | None:
        try:
            entry = await asyncio.shield(fill.decided)
        except Exception:
            entry = None  # the first visitor has the error; another try may succeed
        if entry is None:
            await self.application(scope, receive, send)
        return entry

    def _land(self, flight: tuple[str, ...], wanted: Asked, fill: Fill) -> None:
        self._fills.pop(flight, None)
        if fill.decided.cancelled() or fill.decided.exception():
            return
        if entry := fill.decided.result():
            if not self._generation.is_past(entry.generation):  # else it would push a newer rendering out
                self._store_of(wanted).put(wanted.key, entry)
            return
        if len(self._passing) >= MAX_PASSING:
            self._passing.clear()
        self._passing[wanted.key] = time.monotonic() + REMEMBER_PASSING


def _private(scope: Scope, send: Send) -> Send:
    """What someone sees signed in is theirs: no proxy keeps it, and their browser asks again (they may sign out)."""
    if scope["type"] != "http" or not any(name == b"cookie" and has_session(value) for name, value in scope["headers"]):
        return send

    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start":
            names: dict[bytes, Any] = {name.lower(): value for name, value in message.get("headers", ())}
            if b"cache-control" not in names and names.get(b"content-type", b"").startswith(b"text/html"):
                headers = [*message["headers"], (b"cache-control", b"private, no-cache")]
                message = {**message, "headers": headers}
        await send(message)

    return send_private
