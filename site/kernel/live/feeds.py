"""One stream inside one process: its local readers, and the pump that brings them up to date together."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from enum import Enum
from typing import TYPE_CHECKING

from . import frames
from .presence import Presence
from .registry import kind_of
from .sessions import decide
from .threads import in_thread

if TYPE_CHECKING:
    from .queries import Head
    from .sockets import Socket

logger = logging.getLogger(__name__)

MAX_UNACKED_EVENTS = 100
MAX_UNACKED_BYTES = 256 * 1024
BREATH = 200  # sends between two turns of the loop


Resets = dict[str, frames.Frame]
"""What sends readers to the snapshot, by language."""


class State(Enum):
    """Where a reader stands between two deliveries."""

    JOINING = 1  # not placed yet
    LIVE = 2  # sent everything there is
    LAGGING = 3  # sent much that is not acknowledged: nothing more until it is
    RESETTING = 4  # told to take the snapshot
    GONE = 5  # left, or lost the right to read


class Subscription:
    """One socket's place in one stream."""

    def __init__(self, socket: Socket, stream: str) -> None:
        self.socket = socket
        self.stream = stream
        self.state = State.JOINING
        self.sent = 0
        self.acl = 0
        self.lagging_since = 0.0
        self.wrote_at = -math.inf  # when they last said that they are writing
        self.told_of_people = ""
        self._unacked: deque[tuple[int, int, int]] = deque()
        self._events = 0
        self._bytes = 0

    def place(self, since: int) -> None:
        """Put the reader at a number they named; what was sent before no longer counts."""
        self.sent = since
        self._unacked.clear()
        self._events = self._bytes = 0
        self.state = State.LIVE

    def acknowledged(self, seq: int) -> bool:
        """Take an acknowledgement in; True when the reader has come out of lagging."""
        while self._unacked and self._unacked[0][0] <= seq:
            _to, items, size = self._unacked.popleft()
            self._events -= items
            self._bytes -= size
        if self.state is State.LAGGING and not self.is_full:
            self.state = State.LIVE
            return True
        return False

    @property
    def is_placed(self) -> bool:
        """Whether it was authorised and named where it stands."""
        return self.state in (State.LIVE, State.LAGGING, State.RESETTING)

    @property
    def is_full(self) -> bool:
        """Whether too much was sent that the browser has not acknowledged: `send` itself never pushes back."""
        return self._events > MAX_UNACKED_EVENTS or self._bytes > MAX_UNACKED_BYTES

    @property
    def keeps_up(self) -> bool:
        """Whether what may be dropped may be sent as well."""
        return self.is_due and self._events <= MAX_UNACKED_EVENTS // 2

    def is_unsure(self, acl: int) -> bool:
        """Whether the rights of the stream have changed since this reader was judged."""
        return self.is_placed and self.acl < acl

    @property
    def is_gone(self) -> bool:
        """Whether the reader left, or lost the right to read, while something was waited for."""
        return self.state is State.GONE

    @property
    def is_due(self) -> bool:
        """Whether what happened may be sent now."""
        return self.state is State.LIVE and not self.socket.in_doubt

    async def deliver(self, frame: frames.Frame | None, resets: Resets) -> None:
        """Send a frame, or hold back from a reader who does not keep up, or send them to the snapshot."""
        if frame is None or frame.to == self.sent:  # too much, or no longer kept
            await self.reset("behind", resets)
            return
        if self.is_full:
            self.state, self.lagging_since = State.LAGGING, time.monotonic()
            return
        self.sent = frame.to
        self._unacked.append((frame.to, frame.items, len(frame.text)))
        self._events += frame.items
        self._bytes += len(frame.text)
        await self.socket.send(frame.text)

    async def reset(self, why: str, ready: Resets | None = None) -> None:
        """Tell the reader to take the snapshot; nothing more is sent until they name the number it stands at.

        `ready`: what was said a moment ago, alike for all who read a language. Where rights changed since they were
        judged, they are asked again first: the page's address says where it is.
        """
        self.state = State.RESETTING
        known: Resets = {} if ready is None else ready
        frame = known.get(self.socket.language)
        if frame is None:
            frame = await in_thread(frames.reset_frame, self.stream, self.socket.language, why)
            known[self.socket.language] = frame
        asked = False
        while frame.acl > self.acl or (self.socket.in_doubt and not asked):
            if not await self.judge(frame.acl):
                return
            asked = True
            frame = await in_thread(frames.reset_frame, self.stream, self.socket.language, why)
        if not self.is_gone:
            await self.socket.send(frame.text)

    async def judge(self, acl: int) -> bool:
        """Ask again whether the reader may follow the stream, whose rights are of this version; if not, it ends."""
        person, allowed = await in_thread(decide, self.socket.session_key, [self.stream])
        self.acl = max(self.acl, acl)
        if person is None:
            await self.socket.close(4401)
        elif not allowed[self.stream]:
            await self.socket.lose(self.stream, "forbidden")
        return person is not None and allowed[self.stream]


class Feed:
    """The readers of one stream in this process, whatever their language."""

    def __init__(self, stream: str, process: str) -> None:
        self.stream = stream
        found = kind_of(stream)
        self.presence = Presence(self, found[0].ephemeral, process) if found and found[0].ephemeral else None
        self.subscriptions: set[Subscription] = set()
        self.head = 0
        self.acl = 0
        self.epoch = ""
        self._pump: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether readers are being brought up to date."""
        return self._pump is not None and not self._pump.done()

    def stir(self) -> None:
        """A reader came or went."""
        if self.presence:
            self.presence.stir()

    def moved(self, seq: int, acl: int) -> None:
        """A poke or a heartbeat says where the stream stands; lower numbers are old news."""
        self.head = max(self.head, seq)
        self.acl = max(self.acl, acl)
        self.wake()

    async def compared(self, head: Head) -> None:
        """The heartbeat read the log itself: whatever pokes were lost is made up for."""
        if self.epoch and head.epoch != self.epoch:
            self.head = head.seq
            resets: Resets = {}
            for subscription in list(self.subscriptions):
                await subscription.reset("epoch", resets)
        self.epoch = head.epoch
        self.moved(head.seq, head.acl)

    def wake(self) -> None:
        """Bring readers up to date soon; pokes that arrive meanwhile are taken along."""
        if not self.is_busy:
            self._pump = asyncio.create_task(self._run(), name=f"live {self.stream}")

    async def settled(self) -> None:
        """Wait until the pump has nothing left to do."""
        if self._pump is not None:
            await asyncio.wait([self._pump])

    async def _run(self) -> None:
        try:
            while await self._step():
                pass
        except Exception:
            # nothing may be sent on a decision that failed: readers reconnect and are judged afresh
            logger.exception("live stream %s failed; its readers are dropped", self.stream)
            for subscription in list(self.subscriptions):
                await subscription.socket.close(1013)

    async def _step(self) -> bool:
        """One round: re-check rights that are older than the stream's, then send. False when nobody waits."""
        acl = self.acl
        if stale := [sub for sub in self.subscriptions if sub.is_unsure(acl)]:
            await self._recheck(stale, acl)
            return True
        behind = [sub for sub in self.subscriptions if sub.is_due and sub.sent < self.head]
        if not behind:
            return False
        wanted = {(sub.sent, sub.socket.language) for sub in behind}
        ready = await in_thread(frames.prepare, self.stream, wanted)
        self.acl = max([self.acl, *(frame.acl for frame in ready.values() if frame)])
        resets: Resets = {}
        for count, sub in enumerate(behind, start=1):
            if sub.acl < self.acl:
                return True  # rights changed while this was rendered: ask again before sending
            place = (sub.sent, sub.socket.language)
            if sub.is_due and place in ready:
                await sub.deliver(ready[place], resets)
            if count % BREATH == 0:
                await asyncio.sleep(0)
        return True

    async def _recheck(self, stale: list[Subscription], acl: int) -> None:
        decisions = {}
        for key in {sub.socket.session_key for sub in stale}:
            decisions[key] = await in_thread(decide, key, [self.stream])
        for sub in stale:
            person, allowed = decisions[sub.socket.session_key]
            sub.acl = acl
            if person is None:
                await sub.socket.close(4401)
            elif not allowed[self.stream]:
                await sub.socket.lose(self.stream, "forbidden")
