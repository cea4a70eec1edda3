"""One rendering for everyone who waits for the same page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from .asking import Asked, Scope
from .entries import MAX_ENTRY, Entry, entry, storable

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

_BACKLOG = 8  # messages of a passing answer that wait for a slow client


class Fill:
    """Runs Django once in a task of its own, so that the first visitor's leaving stops nobody else's page.

    `decided` is the entry, or None when the answer cannot be kept: it then passes, as it comes, to the first visitor
    alone (`relay`), and the others ask Django themselves.
    """

    def __init__(self, application: Application, asked: Asked, scope: Scope, generation: str) -> None:
        loop = asyncio.get_running_loop()
        self.decided: asyncio.Future[Entry | None] = loop.create_future()
        self.decided.add_done_callback(_retrieve)
        self._application, self._asked, self._generation = application, asked, generation
        self._passing: asyncio.Queue[Message | Exception] = asyncio.Queue(_BACKLOG)
        self._start: Message = {}
        self._parts: list[bytes] = []
        self._started = time.monotonic()
        self._abandoned = False
        self._asked_once = False
        self._task = asyncio.create_task(self._run(asked.as_scope(scope)))

    async def relay(self, send: Send) -> None:
        """Hand a passing answer to the first visitor. Raises what Django raised meanwhile."""
        while True:
            message = await self._passing.get()
            if isinstance(message, Exception):
                raise message
            is_body = message["type"] == "http.response.body"
            await send({**message, "body": b""} if is_body and self._asked.head else message)
            if is_body and not message.get("more_body", False):
                return

    def abandon(self) -> None:
        """The first visitor has left: go on for the others, but stop an answer that nobody reads."""
        self._abandoned = True
        if self._is_passing():
            self._task.cancel()

    def _is_passing(self) -> bool:
        decided = self.decided
        return decided.done() and not decided.cancelled() and not decided.exception() and decided.result() is None

    async def _run(self, scope: Scope) -> None:
        try:
            await self._application(scope, self._receive, self._send)
            if not self.decided.done():
                raise RuntimeError("the application ended without an answer")
        except Exception as error:
            if not self.decided.done():
                self.decided.set_exception(error)
            elif not self._abandoned:
                await self._passing.put(error)
        finally:
            if not self.decided.done():
                self.decided.cancel()

    async def _receive(self) -> Message:
        if self._asked_once:
            await asyncio.Event().wait()  # the client of a shared rendering never leaves
        self._asked_once = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            if not storable(message):
                await self._pass(message)
        elif self.decided.done():
            await self._pass(message)
        else:
            await self._collect(message)

    async def _collect(self, message: Message) -> None:
        self._parts.append(message.get("body", b""))
        if sum(map(len, self._parts)) > MAX_ENTRY:
            await self._pass(self._start)
            await self._pass({**message, "body": b"".join(self._parts)})
        elif not message.get("more_body", False):
            loop = asyncio.get_running_loop()
            self.decided.set_result(await loop.run_in_executor(None, self._entry, b"".join(self._parts)))

    def _entry(self, body: bytes) -> Entry:
        return entry(
            asked=self._asked, generation=self._generation, started=self._started, start=self._start, body=body
        )

    async def _pass(self, message: Message) -> None:
        if not self.decided.done():
            self.decided.set_result(None)
        if self._abandoned:
            raise asyncio.CancelledError
        await self._passing.put(message)


def _retrieve(decided: asyncio.Future[Entry | None]) -> None:
    """Look at the outcome, so that asyncio reports no error as lost when the visitor has left."""
    if not decided.cancelled():
        decided.exception()
