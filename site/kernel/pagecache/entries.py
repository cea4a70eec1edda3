"""What is kept: an answer in each encoding, and the place for all of them, bounded by bytes."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import brotli

from .asking import Asked, header

Headers = list[tuple[bytes, bytes]]

LIFETIME = 60.0  # seconds: the net for what changes with time alone
LIFETIMES = {"/live/": 1.0}  # polling: fresh at once by the generation, a second where a stream's change moves no page
MAX_ENTRY = 1024 * 1024  # bytes of one answer, uncompressed
MAX_BYTES = 64 * 1024 * 1024
SMALLEST_COMPRESSED = 500  # bytes
BROTLI_QUALITY = 5
KNOWN_VARY = frozenset({"", "accept-encoding", "accept-language", "cookie", "hx-request"})
_COMPRESSED = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/rss+xml",
    "image/svg+xml",
)
_OURS = frozenset(
    {b"content-length", b"content-encoding", b"cache-control", b"etag", b"last-modified", b"expires", b"vary"}
)


@dataclass(frozen=True)
class Entry:
    """One answer: its headers but those that depend on the encoding, and its body in each encoding ("" as it is)."""

    generation: str
    expires: float
    etag: bytes
    headers: Headers
    shared_headers: Headers
    bodies: dict[str, bytes]

    @cached_property
    def heads(self) -> dict[str, Headers]:
        """All the headers that go with each encoding, made once."""
        return {encoding: self._head(encoding, len(body)) for encoding, body in self.bodies.items()}

    def _head(self, encoding: str, length: int) -> Headers:
        headers = [*self.headers, *self.shared_headers, (b"content-length", str(length).encode())]
        return [*headers, (b"content-encoding", encoding.encode())] if encoding else headers

    @property
    def size(self) -> int:
        """Bytes held, bodies and a share for the rest."""
        return sum(map(len, self.bodies.values())) + 2048

    def matches(self, if_none_match: bytes) -> bool:
        """Whether the browser holds this very answer."""
        held = {tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")}
        return b"*" in held or self.etag.removeprefix(b"W/") in held

    def messages(self, asked: Asked) -> tuple[dict[str, Any], dict[str, Any]]:
        """The two ASGI messages that answer a request."""
        if asked.if_none_match and self.matches(asked.if_none_match):
            return _messages(304, self.shared_headers, b"")
        encoding = next((name for name in asked.encodings if name in self.bodies), "")
        return _messages(200, self.heads[encoding], b"" if asked.head else self.bodies[encoding])


def _messages(status: int, headers: Headers, body: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body, "more_body": False}


def storable(start: dict[str, Any]) -> bool:
    """Whether an answer may be kept: 200, the same for every signed-out visitor, bound to no one request."""
    headers = {name.lower(): value for name, value in start.get("headers", ())}
    if start["status"] != 200 or b"set-cookie" in headers or b"content-encoding" in headers:  # noqa: PLR2004  (what HTTP calls OK)
        return False
    control = {part.split("=")[0].strip() for part in header(headers, b"cache-control").split(",")}
    if control & {"private", "no-store"}:
        return False
    vary = {part.strip() for part in header(headers, b"vary").split(",")}
    if not vary <= KNOWN_VARY or "'nonce-" in header(headers, b"content-security-policy"):
        return False
    length = header(headers, b"content-length")
    return not length.isdigit() or int(length) <= MAX_ENTRY


def entry(*, asked: Asked, generation: str, started: float, start: dict[str, Any], body: bytes) -> Entry:
    """Make an entry of a storable answer whose rendering began at `started` (monotonic seconds). Compresses: run it off
    the event loop."""
    received = [(name.lower(), value) for name, value in start["headers"]]
    path = asked.key[2]
    lifetime = next((seconds for prefix, seconds in LIFETIMES.items() if path.startswith(prefix)), LIFETIME)
    etag = b'W/"%s"' % hashlib.sha256(body).hexdigest()[:24].encode()
    return Entry(
        generation=generation,
        expires=started + lifetime,
        etag=etag,
        headers=[(name, value) for name, value in received if name not in _OURS],
        # no-cache: a browser keeps the page but asks each time, so that a change shows at once
        shared_headers=[(b"etag", etag), (b"cache-control", b"no-cache"), (b"vary", _vary(received))],
        bodies=_bodies(body, dict(received).get(b"content-type", b"").decode("latin-1").lower()),
    )


def _vary(headers: Headers) -> bytes:
    given = [part.strip() for name, value in headers if name == b"vary" for part in value.decode("latin-1").split(",")]
    ours = [part for part in ("Accept-Encoding", "Cookie") if part.lower() not in {g.lower() for g in given}]
    return ", ".join(part for part in [*given, *ours] if part).encode("latin-1")


def _bodies(body: bytes, content_type: str) -> dict[str, bytes]:
    bodies = {"": body}
    if len(body) >= SMALLEST_COMPRESSED and content_type.startswith(_COMPRESSED):
        bodies["br"] = brotli.compress(body, quality=BROTLI_QUALITY)
        bodies["gzip"] = gzip.compress(body, compresslevel=6, mtime=0)
    return bodies


class Store:
    """Entries by key, the least recently used dropped first when they hold too many bytes."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._entries: OrderedDict[tuple[str, ...], Entry] = OrderedDict()
        self._max_bytes = max_bytes
        self.bytes = 0

    def get(self, key: tuple[str, ...], generation: str) -> Entry | None:
        """The entry, if it is of this generation and has not outlived itself."""
        found = self._entries.get(key)
        if found is None:
            return None
        if found.generation != generation or found.expires <= time.monotonic():
            self._drop(key)
            return None
        self._entries.move_to_end(key)
        return found

    def put(self, key: tuple[str, ...], value: Entry) -> None:
        """Keep an entry, at the cost of the oldest ones."""
        self._drop(key)
        self._entries[key] = value
        self.bytes += value.size
        for oldest in self._oldest_beyond():
            self._drop(oldest)

    def _oldest_beyond(self) -> Iterable[tuple[str, ...]]:
        while self.bytes > self._max_bytes and self._entries:
            yield next(iter(self._entries))

    def _drop(self, key: tuple[str, ...]) -> None:
        if dropped := self._entries.pop(key, None):
            self.bytes -= dropped.size
