"""A small application behind the page cache, and a visitor in front of it."""

import asyncio
import gzip

import brotli
import pytest

from kernel.pagecache.generation import Generation
from kernel.pagecache.middleware import PageCache


class Answer:
    """What an application sent."""

    def __init__(self, messages):
        start = messages[0]
        self.status = start["status"]
        self.headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        self.raw = b"".join(message.get("body", b"") for message in messages[1:])
        self.text = self._decoded().decode()

    def _decoded(self):
        decode = {"br": brotli.decompress, "gzip": gzip.decompress}.get(self.headers.get("content-encoding"))
        return decode(self.raw) if decode and self.raw else self.raw


async def visit(application, path="/fr/", *, method="GET", query="", scheme="http", **headers):
    """One request of a visitor; header names with underscores."""
    sent, said = [], []
    pairs = {"host": "testserver", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "method": method,
        "scheme": scheme,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in pairs.items()],
    }

    async def receive():
        if said:
            await asyncio.Event().wait()  # a patient visitor: never leaves before the answer
        said.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    await application(scope=scope, receive=receive, send=send)
    return Answer(sent)


class Site:
    """An ASGI application that counts what reaches it and answers as it is told."""

    def __init__(self):
        self.scopes = []
        self.status = 200
        self.headers = {"content-type": "text/html; charset=utf-8"}
        self.body = "page {n} " + "eau " * 400
        self.chunks = None
        self.gate = None
        self.error = None

    @property
    def calls(self):
        return len(self.scopes)

    async def __call__(self, scope, receive, send):
        self.scopes.append(scope)
        number = self.calls
        await receive()
        if self.gate:
            await self.gate.wait()
        if self.error:
            raise self.error
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        chunks = self.chunks or [self.body.format(n=number).encode()]
        for index, chunk in enumerate(chunks):
            await send({"type": "http.response.body", "body": chunk, "more_body": index < len(chunks) - 1})


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def generation():
    return Generation()


@pytest.fixture
def cache(site, generation):
    return PageCache(site, generation=generation)


async def reached(site, calls):
    """Wait until so many requests stand before the application, however long the way there is."""
    async with asyncio.timeout(10):
        while site.calls < calls:
            await asyncio.sleep(0)


async def settle():
    """Let every task that can move, move."""
    for _turn in range(5):
        await asyncio.sleep(0)
