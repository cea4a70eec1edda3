"""The server under test: Rives, a bare ASGI callable, and Rives without its page cache, in one process."""

import asgi

HELLO = [(b"content-type", b"text/plain"), (b"content-length", b"5")]


async def application(scope, receive, send):
    """/bench/hello answers at once; the header x-uncached goes past the page cache; all else is Rives."""
    if scope["type"] == "http":
        if scope["path"] == "/bench/hello":
            await send({"type": "http.response.start", "status": 200, "headers": HELLO})
            await send({"type": "http.response.body", "body": b"hello"})
            return
        if any(name == b"x-uncached" for name, _value in scope["headers"]):
            await asgi.django_application(scope, receive, send)
            return
    await asgi.application(scope, receive, send)
