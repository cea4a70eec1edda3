"""A small load generator: keep-alive connections that ask for one address again and again."""

import asyncio
import time
from dataclasses import dataclass, field

HEADERS = "Host: localhost:{port}\r\nAccept-Encoding: gzip, br\r\nAccept-Language: fr\r\n"


@dataclass
class Answers:
    """How long each answer took, in seconds."""

    seconds: list[float] = field(default_factory=list)


class Asker(asyncio.Protocol):
    """One connection: asks, reads the whole answer, asks again until told to stop."""

    def __init__(self, request: bytes, answers: Answers, ended: asyncio.Future) -> None:
        self.request, self.answers, self.ended = request, answers, ended
        self.buffer = bytearray()
        self.wanted = -1
        self.stopping = False

    def connection_made(self, transport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.buffer.clear()
        self.wanted = -1
        self.asked_at = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.wanted < 0:
            head = self.buffer.find(b"\r\n\r\n")
            if head < 0:
                return
            self.wanted = head + 4 + self.length(bytes(self.buffer[:head]))
        if len(self.buffer) < self.wanted:
            return
        self.answers.seconds.append(time.perf_counter() - self.asked_at)
        if self.stopping:
            self.transport.close()
        else:
            self.ask()

    def length(self, head: bytes) -> int:
        status, *lines = head.split(b"\r\n")
        if b" 200 " not in status:
            self.fail(f"answered {status.decode()}")
        for line in lines:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                return int(value)
        self.fail("no Content-Length")
        return 0

    def fail(self, why: str) -> None:
        if not self.ended.done():
            self.ended.set_exception(AssertionError(f"{self.request.split(b' ')[1].decode()}: {why}"))
        self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)


async def ask(port: int, path: str, *, connections: int, seconds: float, past: str = "") -> Answers:
    """Ask for an address from several connections for a while. `past` the "page" cache Django makes each answer; past
    "everything" it also reads again whatever is kept of public content, as for the first reader after a change."""
    extra = f"X-Past: {past}\r\n" if past else ""
    request = f"GET {path} HTTP/1.1\r\n{HEADERS.format(port=port)}{extra}\r\n".encode()
    loop, answers = asyncio.get_running_loop(), Answers()
    askers = []
    for _ in range(connections):
        ended = loop.create_future()
        _, asker = await loop.create_connection(lambda ended=ended: Asker(request, answers, ended), "127.0.0.1", port)
        askers.append(asker)
    waiting = asyncio.gather(*(asker.ended for asker in askers))
    await asyncio.wait([waiting], timeout=seconds)
    for asker in askers:
        asker.stopping = True
    await waiting
    return answers
