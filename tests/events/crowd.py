"""A crowd that registers at the same moment through a real server: accounts signed in, one POST each, all together."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from tests.factories.events import MeetingFactory, member
from tests.suite.servers import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "c" * 32  # the form's token is checked against the cookie: any secret will do
ANSWER_WITHIN = 300
TRIES = 20


@dataclass(frozen=True)
class Crowd:
    """A meeting with so many seats, and everyone's POST, ready to be sent."""

    meeting_id: int
    requests: tuple[bytes, ...]


@dataclass(frozen=True)
class Rush:
    """What the crowd was answered: the last status of each, all statuses ever seen, and how long it took."""

    last: tuple[int, ...]
    seen: frozenset[int]
    seconds: float


def gather(people: int, seats: int, starts_in_days: int = 30) -> Crowd:
    """A meeting of local authorities with `seats` places, and `people` signed in."""
    meeting = MeetingFactory(quotas={"local": seats}, **_soon(starts_in_days))
    return Crowd(meeting.pk, tuple(_request(meeting, member()) for _ in range(people)))


def _soon(days: int) -> dict[str, object]:
    day = (timezone.now() + timedelta(days=days)).date()
    return {"start_date": day, "end_date": day}


def _request(meeting, person) -> bytes:
    organisation = person.memberships.get().organisation_id
    form = {
        "csrfmiddlewaretoken": TOKEN,
        "request_key": str(uuid4()),
        "voice": str(organisation),
        "listening_language": "fr",
        "needs": "",
    }
    body = urlencode(form)
    cookies = f"{settings.SESSION_COOKIE_NAME}={_session(person)}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    head = [
        f"POST /fr/meetings/{meeting.slug}/register/ HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"Cookie: {cookies}",
    ]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def _session(person) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@contextmanager
def server(database_url: str) -> Iterator[int]:
    """A daphne of its own over a database, with the tests' secret key; gives its port."""
    port = free_port()
    with TemporaryDirectory(prefix="rives-crowd-", ignore_cleanup_errors=True) as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("RIVES_", "PYTEST_"))}
        env = kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
            "RIVES_VAR": folder,
            "DATABASE_URL": database_url,
            "REDIS_URL": "",
            "SECRET_KEY": settings.SECRET_KEY,
            "DEBUG": "1",  # only so that static files need no manifest
        }
        command = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), "asgi:application"]
        process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
        try:
            wait_for(port, process, seconds=120)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def rush(port: int, requests: Sequence[bytes]) -> Rush:
    """Send every request at the same moment; whoever is asked to come back (409) does, a little later."""
    return asyncio.run(_rush(port, requests))


async def _rush(port: int, requests: Sequence[bytes]) -> Rush:
    everyone_is_connected = asyncio.Barrier(len(requests))
    started = time.perf_counter()
    answers = await asyncio.gather(*(_insist(port, request, everyone_is_connected) for request in requests))
    statuses = frozenset(status for tries in answers for status in tries)
    return Rush(tuple(tries[-1] for tries in answers), statuses, time.perf_counter() - started)


async def _insist(port: int, request: bytes, everyone_is_connected) -> list[int]:
    tries = [await _post(port, request, everyone_is_connected)]
    while tries[-1] == 409 and len(tries) < TRIES:
        await asyncio.sleep(1)
        tries.append(await _post(port, request))
    return tries


async def _post(port: int, request: bytes, everyone_is_connected=None) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    if everyone_is_connected:
        await everyone_is_connected.wait()
    writer.write(request)
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(), ANSWER_WITHIN)
    writer.close()
    return int(answer.split(b" ", 2)[1])
