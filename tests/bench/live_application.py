"""The server under test: Rives, a bare hub of sockets to hold it against, and doors through which the bench acts."""

import asyncio
import json
import resource
import time
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.utils import timezone

import asgi
from actors.models import Person
from forums import actions
from forums.actions import writing
from forums.models import Post, Topic
from kernel.live import poke

writing.RATES = ("100000/m",)
hub: set = set()
clock = {"committed": 0.0}
_moved = poke.moved


def moved(stream: str, seq: int, acl: int) -> None:
    """The commit has just ended: this is when the clock starts."""
    if stream.startswith("t:"):
        clock["committed"] = time.monotonic()
    _moved(stream, seq, acl)


poke.moved = moved


async def application(scope, receive, send):
    """/bench/… is the bench's, all else Rives."""
    path = scope.get("path", "")
    if scope["type"] == "websocket" and path == "/bench/hub":
        await bare(receive, send)
    elif scope["type"] == "http" and path.startswith("/bench/"):
        asked = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
        body = (await receive()).get("body", b"")
        await answer(send, await DOORS[path](asked, body))
    else:
        await asgi.application(scope, receive, send)


async def bare(receive, send) -> None:
    """The least a hub can be: a set of sends."""
    await receive()
    await send({"type": "websocket.accept"})
    hub.add(send)
    try:
        while (await receive())["type"] != "websocket.disconnect":
            pass
    finally:
        hub.discard(send)


async def fan(asked, body):
    """A ready text to every socket of the bare hub."""
    text, started = body.decode(), time.monotonic()
    for count, send in enumerate(list(hub), start=1):
        await send({"type": "websocket.send", "text": text})
        if count % 200 == 0:
            await asyncio.sleep(0)
    return {"at": started}


async def post(asked, body):
    """A message in a topic, as the view posts it."""
    await sync_to_async(_post, thread_sensitive=False)(int(asked["topic"]), int(asked["person"]), int(asked["size"]))
    return {"at": clock["committed"]}


def _post(topic: int, person: int, size: int) -> None:
    actions.post(
        topic=Topic.objects.select_related("room").get(pk=topic),
        person=Person.objects.get(pk=person),
        source="x" * size,
        language="fr",
        organisation_id=None,
        key=f"bench-{time.monotonic_ns()}",
        at=timezone.now(),
    )


async def memory(asked, body):
    """Resident memory of this process now, and at its highest, in bytes; and how many messages there are."""
    with open("/proc/self/statm") as statm:  # noqa: PTH123
        pages = int(statm.read().split()[1])
    top = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    posts = await sync_to_async(Post.objects.count, thread_sensitive=False)()
    return {"rss": pages * resource.getpagesize(), "top": top, "posts": posts}


DOORS = {"/bench/fan": fan, "/bench/post": post, "/bench/memory": memory}


async def answer(send, data) -> None:
    """As JSON."""
    body = json.dumps(data).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
