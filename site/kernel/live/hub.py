"""The bridge: one layer subscription per process and stream, with local fan-out to every socket (performance.md 2)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from . import poke, queries
from .feeds import Feed, State, Subscription
from .frames import encode
from .sockets import Socket
from .threads import in_thread

logger = logging.getLogger(__name__)

HEARTBEAT = 25.0  # seconds
RECHECK_AFTER = 45.0  # every second heartbeat: session and rights are never older than a minute
SILENT_AFTER = 70.0  # no frame from the browser
LAGGING_FOR = 30.0
SOCKETS_PER_PERSON = 5


class Hub:
    """Everything live in one process: feeds by stream, sockets by person, one channel of the layer, one heartbeat."""

    def __init__(self) -> None:
        self.process = uuid4().hex  # how other processes tell this one's readers from theirs
        self.feeds: dict[str, Feed] = {}
        self.people: dict[str, set[Socket]] = defaultdict(set)
        self._channel: str | None = None
        self._groups = asyncio.Lock()  # joining and leaving a layer group never overtake each other
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def sockets(self) -> list[Socket]:
        """Every open socket of this process."""
        return [socket for sockets in self.people.values() for socket in sockets]

    # -- coming and going

    async def admit(self, socket: Socket) -> bool:
        """Take a socket in; False when its person has too many already."""
        sockets = self.people[socket.person_key]
        if len(sockets) >= SOCKETS_PER_PERSON:
            return False
        sockets.add(socket)
        self._start()
        async with self._groups:
            await self._open_channel()
            await self._group_add(poke.person_group(socket.person_key))
        return True

    async def dismiss(self, socket: Socket) -> None:
        """Forget a socket and everything it followed."""
        for stream in list(socket.subscriptions):
            await self.leave(socket, stream)
        self.people[socket.person_key].discard(socket)
        if self.people[socket.person_key]:
            return
        del self.people[socket.person_key]
        async with self._groups:
            if socket.person_key not in self.people:
                await self._group_discard(poke.person_group(socket.person_key))
        if not self.people:
            self._stop()

    async def join(self, subscription: Subscription) -> Feed:
        """Let a subscription hear of its stream; the layer group is joined before this returns."""
        async with self._groups:
            feed = self.feeds.setdefault(subscription.stream, Feed(subscription.stream, self.process))
            if not feed.subscriptions:
                await self._group_add(poke.stream_group(subscription.stream))
            feed.subscriptions.add(subscription)
        return feed

    async def leave(self, socket: Socket, stream: str) -> None:
        """End one subscription of a socket, if it has it."""
        if subscription := socket.subscriptions.pop(stream, None):
            await self.forget(subscription)

    async def forget(self, subscription: Subscription) -> None:
        """Take a subscription out of its feed, and the feed out of the layer with its last one."""
        subscription.state = State.GONE
        async with self._groups:
            feed = self.feeds.get(subscription.stream)
            if feed is None:
                return
            feed.subscriptions.discard(subscription)
            feed.stir()
            if not feed.subscriptions:
                del self.feeds[subscription.stream]
                await self._group_discard(poke.stream_group(subscription.stream))
                if feed.presence:
                    await feed.presence.leave()

    # -- what the layer says

    def hear(self, message: dict[str, Any]) -> None:
        """Take in one message of the layer; nothing in it is trusted further than a reason to look."""
        if message["type"] == "poke" and (feed := self.feeds.get(message["s"])):
            feed.moved(message["n"], message["acl"])
        if message["type"] == "eph" and (feed := self.feeds.get(message["s"])) and feed.presence:
            feed.presence.hear(message, time.monotonic())
        if message["type"] == "revoke":
            for socket in list(self.people.get(message["p"], ())):
                if socket.fingerprint == message["session"]:
                    socket.later(socket.close(4401))
                else:
                    socket.doubt()

    async def _listen(self) -> None:
        while True:
            try:
                channel = await self._opened_channel()
                self.hear(await poke.layer().receive(channel))
            except Exception:
                logger.warning("the live bridge lost the channel layer; the heartbeat stands in", exc_info=True)
                await asyncio.sleep(1)

    # -- the heartbeat

    async def _beat_for_ever(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            try:
                await self.beat(time.monotonic())
            except Exception:
                logger.exception("a live heartbeat failed")

    async def beat(self, now: float) -> None:
        """Heal whatever was lost: join groups again, compare with the log, re-check who reads, tell where streams are.

        `now` is in seconds of time.monotonic().
        """
        await self._rejoin()
        await self._compare()
        for socket in self.sockets:
            if now - socket.heard_at > SILENT_AFTER or socket.has_lagged(now, LAGGING_FOR):
                await socket.close(4408)
            elif now - socket.checked_at > RECHECK_AFTER:
                await socket.recheck()
        for feed in list(self.feeds.values()):
            await feed.settled()
            if feed.presence:
                feed.presence.announce()
        for socket in self.sockets:
            at = {stream: self.feeds[stream].head for stream in socket.placed if stream in self.feeds}
            await socket.send(encode(type="head", at=at))

    async def _rejoin(self) -> None:
        async with self._groups:
            await self._open_channel()
            for stream in self.feeds:
                await self._group_add(poke.stream_group(stream))
            for person in self.people:
                await self._group_add(poke.person_group(person))

    async def _compare(self) -> None:
        heads = await in_thread(queries.heads, list(self.feeds))
        for stream, head in heads.items():
            if feed := self.feeds.get(stream):
                await feed.compared(head)

    # -- the layer

    def _start(self) -> None:
        poke.serve_on(asyncio.get_running_loop())
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._beat_for_ever())]

    def _stop(self) -> None:
        """The last socket has gone. Not awaited: the heartbeat itself may have closed it."""
        tasks, self._tasks, self._channel = self._tasks, [], None
        for task in tasks:
            task.cancel()

    async def _opened_channel(self) -> str:
        while self._channel is None:
            async with self._groups:
                await self._open_channel()
            if self._channel is None:
                await asyncio.sleep(1)
        return self._channel

    async def _open_channel(self) -> None:
        if self._channel is None:
            with suppress_layer_errors("open a channel"):
                self._channel = await poke.layer().new_channel("live.")

    async def _group_add(self, group: str) -> None:
        if self._channel is not None:
            with suppress_layer_errors("join a group"):
                await poke.layer().group_add(group, self._channel)

    async def _group_discard(self, group: str) -> None:
        if self._channel is not None:
            with suppress_layer_errors("leave a group"):
                await poke.layer().group_discard(group, self._channel)


@contextmanager
def suppress_layer_errors(doing: str) -> Iterator[None]:
    """The layer is a hint: when it is away the heartbeat stands in, so its errors are logged and go no further."""
    try:
        yield
    except Exception as error:
        logger.warning("the channel layer could not %s: %s", doing, error)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub_here() -> Hub:
    """The hub of the running loop; a server process has one."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
