"""Pokes: after a commit, tell every process "stream S is at N". They carry no content and may be lost."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer

logger = logging.getLogger(__name__)

_server_loops: set[asyncio.AbstractEventLoop] = set()  # loops of this process on which sockets are served


def layer() -> Any:
    """The channel layer of this installation."""
    return get_channel_layer()


def stream_group(stream: str) -> str:
    """The layer group of a stream; group names allow fewer characters than keys."""
    return "live.s." + hashlib.sha256(stream.encode()).hexdigest()[:32]


def person_group(person_id: str) -> str:
    """The layer group of one person's sockets."""
    return f"live.p.{person_id}"


def moved(stream: str, seq: int, acl: int) -> None:
    """Tell every process that a stream is at `seq`, its rights at version `acl`."""
    _send(stream_group(stream), {"type": "poke", "s": stream, "n": seq, "acl": acl})


def person_changed(person_id: str, session: str = "") -> None:
    """Tell every process that a person's rights have changed; `session` is the fingerprint of a session that ends."""
    _send(person_group(person_id), {"type": "revoke", "p": person_id, "session": session})


async def whisper(stream: str, message: dict[str, Any]) -> None:
    """Tell every process something of a stream's readers; for code on the server's own loop."""
    await _group_send(stream_group(stream), {**message, "s": stream})


def serve_on(loop: asyncio.AbstractEventLoop) -> None:
    """Remember a loop that serves sockets: pokes of this process are sent from it, whatever thread they come from."""
    _server_loops.difference_update({known for known in _server_loops if known.is_closed()})
    _server_loops.add(loop)


def _send(group: str, message: dict[str, Any]) -> None:
    """Send through the layer. A lost poke is healed by the heartbeat, so a failure is logged and forgotten."""
    loop = next((known for known in _server_loops if known.is_running()), None)
    if loop is not None:
        asyncio.run_coroutine_threadsafe(_group_send(group, message), loop)
        return
    if isinstance(layer(), InMemoryChannelLayer):
        return  # one process, and no socket in it
    async_to_sync(_group_send)(group, message)


async def _group_send(group: str, message: dict[str, Any]) -> None:
    try:
        await layer().group_send(group, message)
    except Exception:
        logger.warning("live poke to %s was lost", group, exc_info=True)
