"""Who writes and who reads while things break: writers who repeat until they are answered, readers as live.js is."""

import asyncio
import json
import random
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.failures.lines import Line, open_line, post

TOKEN = re.compile(r"mot-\d+-\d+")
CSRF = "c" * 32
ACK_SECONDS = 0.25
MAX_WAIT = 64.0


@dataclass
class Story:
    """What happened so far: when each message was acknowledged, and the load balancer's two doors."""

    ports: list[int]
    stream: str
    reply_path: str
    snapshot: Callable[[], tuple[int, str, dict[str, str]]]  # head, epoch, token by id: the page as it is now
    chance: random.Random
    acknowledged: dict[str, float] = field(default_factory=dict)
    repeated: int = 0
    over: bool = False

    def port(self) -> int:
        """Whichever process the balancer chooses; it may be one that is down."""
        return self.chance.choice(self.ports)


class Writer:
    """Someone who posts one message after the other, and sends each again until it is acknowledged."""

    def __init__(self, story: Story, number: int, cookie: str, pause: float) -> None:
        self.story, self.number, self.cookie, self.pause = story, number, f"{cookie}; csrftoken={CSRF}", pause

    async def write(self) -> None:
        """Until the story is over."""
        count = 0
        while not self.story.over:
            count += 1
            await self._one(f"mot-{self.number}-{count}")
            await asyncio.sleep(self.story.chance.uniform(0.5, 1.5) * self.pause)

    async def _one(self, token: str) -> None:
        fields = {"source": f"Message {token}.", "language": "fr", "voice": "citizen", "csrfmiddlewaretoken": CSRF}
        form = urlencode(fields | {"request_key": str(uuid.uuid4())}).encode()
        while True:
            try:
                status, body = await asyncio.wait_for(
                    post(self.story.port(), self.story.reply_path, self.cookie, form), 30
                )
                if status == 200 and b'"html"' in body:
                    self.story.acknowledged[token] = time.monotonic()
                    return
                if status < 500 and status not in (409, 429):
                    raise AssertionError(f"{token} was refused: {status} {body[:300]!r}")
            except (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError):
                pass
            self.story.repeated += 1
            await asyncio.sleep(self.story.chance.uniform(0.2, 1))


class Reader:
    """live.js as a client: applies frames in order, asks for what is missing, reconnects with jitter."""

    def __init__(self, story: Story, cookie: str) -> None:
        self.story, self.cookie = story, cookie
        self.rows: dict[str, str] = {}  # token by id
        self.arrived: dict[str, float] = {}
        self.doubled: list[str] = []
        self.last, self.epoch = 0, ""
        self.failures, self.retry_at = 0, 0.0
        self.resets = self.lines = 0
        self._line: Line | None = None
        self._acknowledging = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def read(self) -> None:
        """Open the page, then keep a line until the story is over."""
        await self._take_page()
        while not self.story.over:
            ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
            try:
                self._line = await open_line(
                    self.story.port(),
                    self.cookie,
                    self._hear,
                    lambda code, end=ended: end.done() or end.set_result(code),
                )
                self.lines += 1
                self._follow()
                await ended
            except (OSError, TimeoutError):
                pass
            self._line = None
            self.failures += 1
            jitter = self.story.chance.random() * min(MAX_WAIT, 2**self.failures)
            await asyncio.sleep(max(jitter, self.retry_at - time.monotonic()))

    def leave(self) -> None:
        """Close the page."""
        if self._line is not None:
            self._line.transport.abort()

    @property
    def is_reading(self) -> bool:
        """Whether the line stands."""
        return self._line is not None

    def _say(self, **frame) -> None:
        if self._line is not None:
            self._line.say(json.dumps(frame))

    def _follow(self) -> None:
        self._say(type="sub", s=self.story.stream, since=self.last, epoch=self.epoch)

    def _hear(self, text: bytes) -> None:
        frame = json.loads(text)
        kind = frame["type"]
        if kind == "ok":
            self.failures, self.epoch = 0, self.epoch or frame["epoch"]
        elif kind == "ev":
            self._range(frame["seq"] - 1, frame["seq"], [frame])
        elif kind == "batch":
            self._range(frame["from"], frame["to"], frame["ev"])
        elif kind == "head":
            if frame["at"].get(self.story.stream, 0) > self.last:
                self._say(type="sync", s=self.story.stream, since=self.last)
            self._acknowledge()
        elif kind == "reset":
            self.resets += 1
            self._later(self._reset())
        elif kind == "bye":
            self.retry_at = time.monotonic() + frame["retry_ms"] / 1000

    def _range(self, since: int, to: int, events: list[dict]) -> None:
        if to <= self.last:
            return
        if since > self.last:
            self._say(type="sync", s=self.story.stream, since=self.last)
            return
        for event in events:
            self._apply(event)
        self.last = to
        self._acknowledge()

    def _apply(self, event: dict) -> None:
        if (found := TOKEN.search(event["html"])) is None:
            return
        if event["op"] == "append" and event["id"] in self.rows:
            self.doubled.append(found[0])
        self._show(event["id"], found[0])

    def _show(self, ident: str, token: str) -> None:
        self.rows[ident] = token
        self.arrived.setdefault(token, time.monotonic())

    async def _reset(self) -> None:
        await self._take_page()
        self._follow()

    async def _take_page(self) -> None:
        self.last, self.epoch, rows = await asyncio.to_thread(self.story.snapshot)
        self.rows = {}
        for ident, token in rows.items():
            self._show(ident, token)

    def _acknowledge(self) -> None:
        if not self._acknowledging:
            self._acknowledging = True
            asyncio.get_running_loop().call_later(ACK_SECONDS, self._acknowledge_now)

    def _acknowledge_now(self) -> None:
        self._acknowledging = False
        self._say(type="ack", at={self.story.stream: self.last})

    def _later(self, work) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
