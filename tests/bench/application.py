"""The server under test: Rives, a bare ASGI callable, and Rives without its page cache, in one process."""

import asgi
from kernel.pagecache.generation import generation

HELLO = [(b"content-type", b"text/plain"), (b"content-length", b"5")]


async def application(scope, receive, send):
    """/bench/hello answers at once; the header x-past goes past the page cache, or past everything kept; all else is
    Rives."""
    if scope["type"] == "http":
        if scope["path"] == "/bench/hello":
            await send({"type": "http.response.start", "status": 200, "headers": HELLO})
            await send({"type": "http.response.body", "body": b"hello"})
            return
        past = next((value for name, value in scope["headers"] if name == b"x-past"), b"")
        if past == b"everything":
            generation.advance()  # as every public change does
        if past:
            await asgi.django_application(scope, receive, send)
            return
    await asgi.application(scope, receive, send)
