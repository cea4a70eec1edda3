"""A demonstration is for the machine it runs on: its accounts and its mailbox are answered to nobody else.

`make run` refuses to listen elsewhere; this holds whoever starts the server, and however.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.conf import settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

FORWARDED = frozenset({b"forwarded", b"x-forwarded-for", b"x-real-ip", b"via"})
PLAIN = (
    "<!doctype html><html lang=fr><meta charset=utf-8><title>403 — Rives</title>"
    "<h1>Cette démonstration ne répond qu’à sa machine</h1>"
    "<p>Ses comptes et son courrier sont ouverts. Pour ouvrir le site à d’autres, démarrez-le avec "
    "<code>DEMO=0</code>.</p>"
    "<h1 lang=en>This demonstration answers its own machine only</h1>"
    "<p lang=en>Its accounts and its mail are open. To open the site to others, start it with <code>DEMO=0</code>.</p>"
    "<h1 lang=ar dir=rtl>هذا العرض التجريبي لا يجيب إلا جهازه</h1>"
    "<p lang=ar dir=rtl>حساباته وبريده مفتوحة. لفتح الموقع للآخرين، شغّلوه مع <code dir=ltr>DEMO=0</code>.</p></html>"
)
POLICY_VIOLATION = 1008


class LoopbackOnly:
    """In a demonstration (settings.DEMO), refuses whoever is not on this machine: 403 in words, before anything else
    has seen the request. A request that a proxy passed on comes from elsewhere, whatever its address."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not settings.DEMO or scope["type"] not in {"http", "websocket"} or is_here(scope):
            await self.application(scope, receive, send)
        elif scope["type"] == "http":
            await _refuse(send)
        else:
            await receive()  # websocket.connect: closing before accepting answers the handshake with 403
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})


def is_here(scope: Scope) -> bool:
    """Whether a request comes straight from this machine."""
    if not FORWARDED.isdisjoint([name.lower() for name, _value in scope.get("headers", ())]):
        return False
    client = scope.get("client")
    return client is not None and is_loopback(str(client[0]))


@lru_cache(maxsize=256)
def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own: 127.0.0.0/8, ::1, and IPv4 written as IPv6."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return (mapped or parsed).is_loopback


async def _refuse(send: Send) -> None:
    body = PLAIN.encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
