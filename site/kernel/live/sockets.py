"""One browser's connection: what it may say, what it is told, and how it ends."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from . import queries
from .feeds import State, Subscription
from .frames import encode
from .registry import MAX_KEY
from .sessions import decide, fingerprint
from .threads import in_thread

if TYPE_CHECKING:
    from .hub import Hub

logger = logging.getLogger(__name__)

STREAMS_PER_SOCKET = 8
MAX_FRAME = 8 * 1024  # bytes from the browser
FRAMES_PER_SECOND = 10
BURST = 20


class ProtocolError(Exception):
    """The browser sent something that is not in the protocol."""

    code = 4409


class TooLong(ProtocolError):
    """The browser sent more than any frame of the protocol holds."""

    code = 1009  # RFC 6455: message too big


class Socket:
    """A signed-in reader's connection and the streams it follows."""

    def __init__(self, hub: Hub, asgi_send: Any, session_key: str | None, person: Any, language: str) -> None:
        self.hub = hub
        self.session_key = session_key
        self.person = person
        self.person_key = str(person.pk)
        self.fingerprint = fingerprint(session_key)
        self.language = language
        self.subscriptions: dict[str, Subscription] = {}
        self.heard_at = self.checked_at = time.monotonic()
        self.in_doubt = 0  # checks that were asked for and have not answered yet
        self.closed_with: int | None = None
        self._asgi_send = asgi_send
        self._allowance = float(BURST)
        self._tasks: set[asyncio.Task[None]] = set()

    # -- to the browser

    async def send(self, text: str) -> None:
        """Send one frame; a connection that is gone is no error."""
        if self.closed_with is not None:
            return
        try:
            await self._asgi_send({"type": "websocket.send", "text": text})
        except Exception:
            self.closed_with = 1006

    async def close(self, code: int) -> None:
        """End the connection with a code the browser understands (docs/features/live.md)."""
        if self.closed_with is not None:
            return
        if code in (1012, 1013, 4408):
            await self.send(encode(type="bye", retry_ms=random.randint(1000, 30_000)))  # noqa: S311  (jitter)
        self.closed_with = code
        try:
            await self._asgi_send({"type": "websocket.close", "code": code})
        except Exception:
            logger.debug("a live socket was gone before it could be closed")
        await self.hub.dismiss(self)

    async def lose(self, stream: str, why: str) -> None:
        """The reader may no longer follow a stream: the browser takes its region away."""
        await self.hub.leave(self, stream)
        await self.send(encode(type="gone", s=stream, why=why))

    async def recheck(self) -> None:
        """Ask again who this is and what they may read. A check that fails is a no."""
        streams = list(self.subscriptions)
        try:
            person, allowed = await in_thread(decide, self.session_key, streams)
        except Exception:
            logger.exception("a live reader could not be checked")
            await self.close(1013)
            return
        if person is None or str(person.pk) != self.person_key:
            await self.close(4401)
            return
        self.person, self.checked_at = person, time.monotonic()
        for feed in map(self.hub.feeds.get, streams):
            if feed:
                feed.stir()  # they may have chosen not to be seen
        for stream in streams:
            if not allowed[stream]:
                await self.lose(stream, "forbidden")

    def doubt(self) -> None:
        """Send nothing of any stream any more until it has been asked again what this person may read."""
        self.in_doubt += 1
        self.later(self._recheck_in_doubt())

    async def _recheck_in_doubt(self) -> None:
        try:
            await self.recheck()
        finally:
            self.in_doubt -= 1
        for feed in map(self.hub.feeds.get, list(self.subscriptions)):
            if feed:
                feed.wake()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something for this socket without making the others wait."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- what the hub asks

    @property
    def placed(self) -> list[str]:
        """The streams whose position this reader has named."""
        return [stream for stream, sub in self.subscriptions.items() if sub.is_placed]

    def has_lagged(self, now: float, seconds: float) -> bool:
        """Whether a stream has waited that long for an acknowledgement."""
        return any(
            sub.state is State.LAGGING and now - sub.lagging_since > seconds for sub in self.subscriptions.values()
        )

    # -- from the browser

    async def receive(self, text: str | None) -> None:
        """Take in one frame. Raises ProtocolError for anything that is not in the protocol, TooLong among it."""
        now = time.monotonic()
        self._allowance = min(float(BURST), self._allowance + (now - self.heard_at) * FRAMES_PER_SECOND) - 1
        self.heard_at = now
        if text is not None and len(text.encode()) > MAX_FRAME:
            raise TooLong
        if text is None or self._allowance < 0:
            raise ProtocolError
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            raise ProtocolError from None
        if not isinstance(frame, dict) or not isinstance(kind := frame.get("type"), str) or kind not in HANDLERS:
            raise ProtocolError
        await HANDLERS[kind](self, frame)

    async def _ping(self, _frame: dict[str, Any]) -> None:
        """Being heard is all that a ping wants."""

    async def _sub(self, frame: dict[str, Any]) -> None:
        """Authorise, join the group, only then read the log: nothing falls between (forums.md 3.5)."""
        stream, since, epoch = _name(frame), _number(frame.get("since")), frame.get("epoch")
        await self.hub.leave(self, stream)
        if len(self.subscriptions) >= STREAMS_PER_SOCKET:
            await self.send(encode(type="gone", s=stream, why="limit"))
            return
        subscription = self.subscriptions[stream] = Subscription(self, stream)
        before, allowed = await in_thread(self._judge, stream)
        if not allowed:
            await self.lose(stream, "forbidden")
            return
        subscription.acl = before.acl
        feed = await self.hub.join(subscription)
        head = await in_thread(queries.head, stream)
        if self.subscriptions.get(stream) is not subscription:
            await self.hub.forget(subscription)  # revoked or closed while joining
            return
        await self.send(encode(type="ok", s=stream, head=head.seq, epoch=head.epoch))
        if (epoch and epoch != head.epoch) or not head.floor <= since <= head.seq:
            await subscription.reset("epoch" if epoch != head.epoch else "range")
        else:
            subscription.place(since)
        feed.epoch = feed.epoch or head.epoch
        feed.moved(head.seq, head.acl)
        feed.stir()

    def _judge(self, stream: str) -> tuple[queries.Head, bool]:
        """The stream's version of rights, read before the decision that it dates."""
        head = queries.head(stream)
        _person, allowed = decide(self.session_key, [stream])
        return head, allowed[stream]

    async def _unsub(self, frame: dict[str, Any]) -> None:
        await self.hub.leave(self, _name(frame))

    async def _sync(self, frame: dict[str, Any]) -> None:
        """The browser says where it really is; numbers it has seen already are sent again at worst."""
        stream, since = _name(frame), _number(frame.get("since"))
        subscription, feed = self.subscriptions.get(stream), self.hub.feeds.get(stream)
        if subscription is None or feed is None or subscription.state is State.JOINING:
            return
        if since > max(subscription.sent, feed.head):
            await subscription.reset("range")
            return
        if subscription.state is not State.LAGGING:
            subscription.place(since)
        feed.wake()

    async def _ack(self, frame: dict[str, Any]) -> None:
        at = frame.get("at")
        if not isinstance(at, dict) or len(at) > STREAMS_PER_SOCKET:
            raise ProtocolError
        for stream, seq in at.items():
            subscription, feed = self.subscriptions.get(stream), self.hub.feeds.get(stream)
            if subscription and feed and subscription.acknowledged(_number(seq)):
                feed.wake()

    async def _typing(self, frame: dict[str, Any]) -> None:
        """Said to the other readers of the stream, if its kind tells of people."""
        stream = _name(frame)
        subscription, feed = self.subscriptions.get(stream), self.hub.feeds.get(stream)
        if subscription and feed and feed.presence and subscription.is_placed and not subscription.is_unsure(feed.acl):
            await feed.presence.writes(subscription, time.monotonic())


HANDLERS = {
    "sub": Socket._sub,
    "unsub": Socket._unsub,
    "sync": Socket._sync,
    "ack": Socket._ack,
    "ping": Socket._ping,
    "typing": Socket._typing,
}


def _name(frame: dict[str, Any]) -> str:
    name = frame.get("s")
    if not isinstance(name, str) or not 0 < len(name) <= MAX_KEY or not (name.isascii() and name.isprintable()):
        raise ProtocolError
    return name


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise ProtocolError
    return value
