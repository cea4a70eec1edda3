"""Who is writing in a stream and how many people read it: told among processes and to readers, kept in memory for
seconds, never in the log. It has no number, and it is the first to be dropped when there is much to do."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

from . import poke
from .frames import encode
from .registry import Ephemeral

if TYPE_CHECKING:
    from .feeds import Feed, Subscription

logger = logging.getLogger(__name__)

WRITING_FOR = 6.0  # seconds that a name stays without being said again
WRITING_EVERY = 3.0  # a browser that says it more often is not heard
HERE_FOR = 60.0  # a process that is silent for two heartbeats has gone
NAMES_SHOWN = 5
PAUSE = 1.0  # seconds between two tellings of a stream …
READERS_PER_SECOND = 200  # … and more where there are many readers
LATE = 0.5  # a loop that wakes so late has better things to do
BREATH = 200  # sends between two turns of the loop


class Presence:
    """The people of one stream as one process knows them."""

    def __init__(self, feed: Feed, kind: Ephemeral, process: str) -> None:
        self._feed = feed
        self._seen_as = kind
        self._process = process
        self._writing: dict[str, tuple[str, float]] = {}  # name and end, by person
        self._elsewhere: dict[str, tuple[frozenset[str], float]] = {}  # people and end, by process
        self._told: frozenset[str] = frozenset()  # what the other processes know of this one
        self._owes = False
        self._task: asyncio.Task[None] | None = None

    def here(self) -> frozenset[str]:
        """The people who read in this process and do not mind being counted."""
        sockets = {sub.socket.person_key: sub.socket for sub in self._feed.subscriptions if sub.is_placed}
        return frozenset(key for key, socket in sockets.items() if self._seen_as(socket.person))

    def present(self) -> int:
        """How many people read the stream, each once, in all processes."""
        return len(self.here().union(*(people for people, _until in self._elsewhere.values())))

    async def writes(self, subscription: Subscription, now: float) -> None:
        """A reader says that they are writing; too soon after the last time, or unseen by choice, nothing happens."""
        if now - subscription.wrote_at < WRITING_EVERY or not (name := self._seen_as(subscription.socket.person)):
            return
        subscription.wrote_at = now
        key = subscription.socket.person_key
        self._writing[key] = (name, now + WRITING_FOR)
        self.stir()
        await poke.whisper(self._feed.stream, {"type": "eph", "from": self._process, "p": key, "name": name})

    def hear(self, message: dict[str, Any], now: float) -> None:
        """Take in what another process says of its readers. One that is new here is told of ours in return."""
        process = message["from"]
        if process == self._process:
            return
        if "name" in message:
            self._writing[message["p"]] = (message["name"], now + WRITING_FOR)
        elif message["here"]:
            self._owes |= process not in self._elsewhere
            self._elsewhere[process] = (frozenset(message["here"]), now + HERE_FOR)
        else:
            self._elsewhere.pop(process, None)
        self.stir()

    def announce(self) -> None:
        """Tell the other processes again, even if nothing changed: they forget who is silent."""
        self._owes = True
        self.stir()

    def stir(self) -> None:
        """Something may have changed: tell it soon, together with what changes meanwhile."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name=f"presence {self._feed.stream}")

    async def leave(self) -> None:
        """The last reader of this process has gone."""
        if self._task is not None:
            self._task.cancel()
        if self._told:
            await poke.whisper(self._feed.stream, {"type": "eph", "from": self._process, "here": []})

    async def _run(self) -> None:
        more = True
        while more:
            due = time.monotonic() + max(PAUSE, len(self._feed.subscriptions) / READERS_PER_SECOND)
            await asyncio.sleep(due - time.monotonic())
            now = time.monotonic()
            if now - due < LATE and not self._feed.is_busy:
                more = await self.tell(now)

    async def tell(self, now: float) -> bool:
        """One telling, to other processes and to the readers here. True when there is something to watch still.

        `now` is in seconds of time.monotonic().
        """
        self._writing = {key: each for key, each in self._writing.items() if each[1] > now}
        self._elsewhere = {key: each for key, each in self._elsewhere.items() if each[1] > now}
        here = self.here()
        if self._owes or here != self._told:
            self._owes, self._told = False, here
            await poke.whisper(self._feed.stream, {"type": "eph", "from": self._process, "here": sorted(here)})
        return await self._tell_readers() or bool(self._writing or self._elsewhere)

    async def _tell_readers(self) -> bool:
        """Only to those whose right to read is not in doubt, who keep up, and who do not know it yet."""
        present, unsure, sent = self.present(), False, 0
        texts = {key: self._text(present, but=key) for key in (*self._writing, "")}
        for sub in list(self._feed.subscriptions):
            text = texts.get(sub.socket.person_key, texts[""])
            if sub.is_unsure(self._feed.acl):
                unsure = True
            elif sub.keeps_up and sub.told_of_people != text:
                sub.told_of_people = text
                await sub.socket.send(text)
                sent += 1
                if sent % BREATH == 0:
                    await asyncio.sleep(0)
        return unsure

    def _text(self, present: int, but: str) -> str:
        names = [name for key, (name, _until) in self._writing.items() if key != but]
        return encode(type="eph", s=self._feed.stream, who=names[:NAMES_SHOWN], present=present)
