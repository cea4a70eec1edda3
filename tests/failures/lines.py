"""WebSocket clients by the hundred: just enough of RFC 6455 to follow /live/ without costing the server's processor."""

import asyncio
import base64
import os
from collections.abc import Callable

HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nCookie: {cookie}\r\n\r\n"
)
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
LOST = 1006
OPENING = 20  # seconds


class Line(asyncio.Protocol):
    """One connection: `heard` is called with each text, `ended` once with the close code (1006: without a word)."""

    def __init__(self, handshake: bytes, heard: Callable[[bytes], None], ended: Callable[[int], None]) -> None:
        self.handshake, self.heard, self.ended = handshake, heard, ended
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.buffer = bytearray()
        self.is_open = False
        self.code = LOST

    def connection_made(self, transport) -> None:
        self.transport = transport
        transport.write(self.handshake)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.is_open and not self._shake_hands():
            return
        while (frame := self._frame()) is not None:
            self._take(*frame)

    def _shake_hands(self) -> bool:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        accepted = self.buffer.startswith(b"HTTP/1.1 101")
        del self.buffer[: end + 4]
        if not accepted:
            self.transport.abort()
            return False
        self.is_open = True
        if not self.opened.done():
            self.opened.set_result(None)
        return True

    def _frame(self) -> tuple[int, bytes] | None:
        """The next whole frame: its opcode and payload. A server does not mask, and daphne does not fragment."""
        buffer = self.buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 127, 2
        if length >= 126:
            start = 4 if length == 126 else 10
            if len(buffer) < start:
                return None
            length = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + length:
            return None
        opcode, payload = buffer[0] & 15, bytes(buffer[start : start + length])
        del buffer[: start + length]
        return opcode, payload

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self.heard(payload)
        elif opcode == PING:
            self._send(PONG, payload)
        elif opcode == CLOSE:
            self.code = int.from_bytes(payload[:2], "big") or LOST
            self.transport.close()

    def say(self, text: str) -> None:
        """Send a text, if the line is open."""
        if self.is_open and not self.transport.is_closing():
            self._send(TEXT, text.encode())

    def _send(self, opcode: int, payload: bytes) -> None:
        length = len(payload)
        head = bytes([128 | opcode, 128 | length]) if length < 126 else bytes([128 | opcode, 254]) + length.to_bytes(2)
        self.transport.write(head + bytes(4) + payload)  # masked with nothing: allowed, and free

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("no WebSocket"))
            self.opened.exception()
        self.ended(self.code)


async def open_line(
    port: int, cookie: str, heard: Callable[[bytes], None], ended: Callable[[int], None], path: str = "/live/?lang=fr"
) -> Line:
    """An open connection. Raises OSError where none can be had."""
    key = base64.b64encode(os.urandom(16)).decode()
    handshake = HANDSHAKE.format(path=path, port=port, key=key, cookie=cookie).encode()
    loop = asyncio.get_running_loop()
    connecting = loop.create_connection(lambda: Line(handshake, heard, ended), "127.0.0.1", port)
    transport, line = await asyncio.wait_for(connecting, OPENING)
    try:
        await asyncio.wait_for(line.opened, OPENING)
    except BaseException:
        transport.abort()
        raise
    return line


async def post(port: int, path: str, cookie: str, form: bytes, accept: str = "application/json") -> tuple[int, bytes]:
    """POST a form on a connection of its own: status and body. Raises OSError or EOFError when the answer is lost."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: {accept}\r\nCookie: {cookie}\r\n"
            "Connection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
        )
        writer.write(head.encode() + form)
        answer = await reader.read()
        head_end = answer.find(b"\r\n\r\n")
        if head_end < 0:
            raise EOFError("the answer was cut off")
        return int(answer.split(b" ", 2)[1]), answer[head_end + 4 :]
    finally:
        writer.close()
