"""Health for whoever watches over the service: alive, and ready to serve."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds for each thing that is asked


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of anything else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
async def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database and the channel layer answer, else 503; says which, never why (the log does)."""
    answers = {"database": await _answers("database", _database()), "layer": await _answers("layer", _layer())}
    ready = all(answers.values())
    words = {name: "ok" if answer else "down" for name, answer in answers.items()}
    return JsonResponse({"ready": ready, **words}, status=200 if ready else 503)


async def _answers(name: str, question: Coroutine[Any, Any, None]) -> bool:
    try:
        await asyncio.wait_for(question, PATIENCE)
    except Exception:
        logger.exception("not ready: %s", name)
        return False
    return True


async def _database() -> None:
    await sync_to_async(_select_one)()


def _select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


async def _layer() -> None:
    """A message there and back."""
    layer = get_channel_layer()
    if layer is None:
        raise RuntimeError("no channel layer is configured")
    channel = await layer.new_channel()
    await layer.send(channel, {"type": "health.check"})
    await layer.receive(channel)
