"""The ASGI application at /live/: plain, since Channels' consumers hop to one shared thread at every message."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from kernel.languages.choices import DEFAULT, LANGUAGES

from .hub import hub_here
from .sessions import person_of
from .sockets import ProtocolError, Socket
from .threads import in_thread

logger = logging.getLogger(__name__)


async def live_socket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve one WebSocket. It is accepted before it is judged: a refusal before that reaches no browser as a code."""
    await receive()  # websocket.connect
    await send({"type": "websocket.accept"})
    session_key = scope.get("cookies", {}).get(settings.SESSION_COOKIE_NAME)
    person = await in_thread(person_of, session_key)
    if person is None:
        await send({"type": "websocket.close", "code": 4401})
        return
    hub = hub_here()
    socket = Socket(hub, send, session_key, person, _language(scope))
    try:
        if not await hub.admit(socket):
            await socket.close(1013)
        await _converse(socket, receive)
    except ProtocolError as error:
        await socket.close(error.code)
    except Exception:
        logger.exception("a live socket failed")
        await socket.close(1013)
    finally:
        socket.closed_with = socket.closed_with or 1000
        await hub.dismiss(socket)


async def _converse(socket: Socket, receive: Any) -> None:
    while socket.closed_with is None:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        await socket.receive(message.get("text"))


def _language(scope: dict[str, Any]) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [DEFAULT])[0]
    return asked if asked in LANGUAGES else DEFAULT
