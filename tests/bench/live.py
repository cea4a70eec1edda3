"""From commit to frame on many sockets, against a bare hub of the same daphne in the same run; memory; a long topic.

`python -m tests.bench live` measures all; `python -m tests.bench live 200` only so many sockets (a try).
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from tests.failures.lines import Line, open_line, post
from tests.suite.servers import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
SIZES = (200, 1000, 3000)
ROUNDS, WARM = 15, 3
TABS = 5  # sockets a person
LANGUAGES = ("fr", "en", "ar")
TIMES, PLUS = 1.5, 0.025  # the goal: so many times the hub, plus so many seconds
STALLED, STALLED_POSTS, STALLED_SIZE = 50, 150, 8000
LONG_TOPIC = 5000
COOKIE = "{name}={key}"


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """All of it, into docs/performance.md (only where every size is measured)."""
    from tests.bench.report import put

    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))  # children inherit it
    with tempfile.TemporaryDirectory(prefix="rives-live-") as folder:
        env = environment(folder)
        world = json.loads(run_inside(env, "prepare", max(sizes)))
        fans = []
        for size in sizes:  # a process each: what one leaves behind is not counted against the next
            with daphne(env) as port:
                fans.append(asyncio.run(Fan(port, world, size).measure()))
                print(fans[-1].row, flush=True)
        with daphne(env) as port:
            stalled = asyncio.run(measure_stalled(port, world))
        print(stalled, flush=True)
        topic = run_inside(env, "topic", LONG_TOPIC if sizes == SIZES else 500)
    text = TEXT.format(rounds=ROUNDS, rows="\n".join(fan.row for fan in fans), stalled=stalled, topic=topic)
    print(text, flush=True)
    if sizes == SIZES:
        put(text)


def environment(folder: str) -> dict[str, str]:
    """An installation of its own: SQLite and the layer in memory, one process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RIVES_", "PYTEST_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "RIVES_VAR": folder,
        "SECRET_KEY": "bench only",
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "EMAIL_URL": "",
        "DEMO": "0",
        "DEBUG": "0",
        "JOBS_IN_PROCESS": "0",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }


def run_inside(env: dict[str, str], what: str, number: int) -> str:
    """The last line that a process of Django's prints."""
    command = [sys.executable, "-m", "tests.bench.live", "inside", what, str(number)]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip().splitlines()[-1]


@contextmanager
def daphne(env: dict[str, str]) -> Iterator[int]:
    """The server under test on a free port."""
    port = free_port()
    application = "tests.bench.live_application:application"
    command = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), application]
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        wait_for(port, process, seconds=120)
        yield port
    finally:
        process.terminate()
        process.wait(60)


async def ask(port: int, path: str, body: bytes = b"") -> dict:
    """What a door of the bench answers."""
    status, answer = await post(port, path, "", body)
    assert status == 200, answer[:300]
    return json.loads(answer)


class Ear:
    """One socket that notes when it heard a message."""

    def __init__(self, crowd: "Fan") -> None:
        self.crowd = crowd
        self.line: Line | None = None
        self.is_following = False
        self.head = 0

    def hear(self, text: bytes) -> None:
        """Only the kind of a frame is read: the clients share the machine with the server."""
        if text.startswith((b'{"type":"ev"', b'{"type":"batch"')):
            self.crowd.heard.append(time.monotonic())
        elif text.startswith(b'{"type":"ok"'):
            self.is_following, self.head = True, json.loads(text)["head"]


@dataclass
class Fan:
    """So many sockets on the topic, and as many on the bare hub."""

    port: int
    world: dict
    size: int

    async def measure(self) -> "Fan":
        """Rounds in turn: a commit, and the same text through the bare hub."""
        self.heard: list[float] = []
        empty = (await ask(self.port, "/bench/memory"))["rss"]
        bare = await self.open("/bench/hub", follow=False)
        with_bare = (await ask(self.port, "/bench/memory"))["rss"]
        ours = await self.open("/live/", follow=True)
        with_ours = (await ask(self.port, "/bench/memory"))["rss"]
        self.bare_memory, self.our_memory = (with_bare - empty) / self.size, (with_ours - with_bare) / self.size
        hub, live = [], []
        keeping = asyncio.create_task(self.keep_up(ours))
        for number in range(ROUNDS + WARM):
            path = f"/bench/post?topic={self.world['topic']}&person={self.world['author']}&size=600"
            live.append(await self.round(path, b""))
            hub.append(await self.round("/bench/fan", b'{"type":"ev"' + b"x" * 2400))
            if number < WARM:
                live.clear(), hub.clear()
        keeping.cancel()
        self.hub, self.live = median(hub), median(live)
        for ear in (*bare, *ours):
            ear.line.transport.abort()
        return self

    async def open(self, path: str, follow: bool) -> list[Ear]:
        """The sockets, fifty at a time; a third in each language."""
        ears = [Ear(self) for _ in range(self.size)]
        for start in range(0, self.size, 50):
            await asyncio.gather(*(self.connect(ears[n], n, path) for n in range(start, min(start + 50, self.size))))
        if follow:
            for start in range(0, self.size, 50):
                for ear in ears[start : start + 50]:
                    ear.line.say(
                        json.dumps({"type": "sub", "s": self.world["stream"], "since": self.head, "epoch": ""})
                    )
                while not all(ear.is_following for ear in ears[start : start + 50]):
                    await asyncio.sleep(0.01)
            await asyncio.sleep(3)  # who is present is told, then all is still
        return ears

    async def connect(self, ear: Ear, number: int, path: str) -> None:
        key = self.world["sessions"][number // TABS]
        cookie = COOKIE.format(name=self.world["cookie"], key=key)
        language = LANGUAGES[number % len(LANGUAGES)]
        ear.line = await open_line(self.port, cookie, ear.hear, lambda _code: None, f"{path}?lang={language}")

    @property
    def head(self) -> int:
        """Where the stream stands: every message so far is an event of it."""
        return self.world.get("head", 0)

    async def keep_up(self, ears: list[Ear]) -> None:
        """Acknowledge as live.js does, between two rounds."""
        while True:
            await asyncio.sleep(5)
            for count, ear in enumerate(ears):
                ear.line.say(json.dumps({"type": "ack", "at": {self.world["stream"]: self.head}}))
                if count % 100 == 0:
                    await asyncio.sleep(0)

    async def round(self, path: str, body: bytes) -> float:
        """Seconds from the commit until 95 of 100 sockets have heard."""
        self.heard.clear()
        started = (await ask(self.port, path, body))["at"]
        if "/post" in path:
            self.world["head"] = self.head + 1
        limit = time.monotonic() + 60
        while len(self.heard) < self.size:
            assert time.monotonic() < limit, f"{len(self.heard)} of {self.size} heard"
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.2)
        return quantiles([at - started for at in self.heard[: self.size]], n=20)[18]

    @property
    def row(self) -> str:
        """A line of the table."""
        goal = TIMES * self.hub + PLUS
        met = "yes" if self.live <= goal else "no"
        times = [f"{seconds * 1000:.0f}" for seconds in (self.hub, self.live, goal)]
        return (
            f"| {self.size} | {' | '.join(times)} | {met} | {self.live / self.hub:.2f} | "
            f"{self.bare_memory / 1024:.0f} | {self.our_memory / 1024:.0f} |"
        )


async def measure_stalled(port: int, world: dict) -> str:
    """Fifty readers who stop reading: what the server keeps for them, while one who reads gets everything."""
    crowd = Fan(port, world, STALLED + 1)
    crowd.heard = []
    *stalled, reader = await crowd.open("/live/", follow=True)
    for ear in stalled:
        ear.line.transport.pause_reading()
    before, started = await ask(port, "/bench/memory"), len(crowd.heard)
    for _ in range(STALLED_POSTS):
        await ask(port, f"/bench/post?topic={world['topic']}&person={world['author']}&size={STALLED_SIZE}")
        world["head"] = crowd.head + 1
        reader.line.say(json.dumps({"type": "ack", "at": {world["stream"]: world["head"]}}))
        await asyncio.sleep(0.15)
    await asyncio.sleep(2)
    heard, after = len(crowd.heard) - started, await ask(port, "/bench/memory")
    reader.line.transport.abort()
    grown, sent = (after["rss"] - before["rss"]) / 2**20, STALLED_POSTS * STALLED_SIZE * STALLED / 2**20
    return (
        f"{STALLED} readers of {STALLED + 1} stop reading while {STALLED_POSTS} messages of {STALLED_SIZE // 1000} kB "
        f"are written, {sent:.0f} MB for them in all: the process grows by {grown:.0f} MB (256 kB each at most are "
        f"under way, then nothing until they acknowledge), and the one who reads gets {heard} frames."
    )


# -- inside Django


def inside(what: str, number: int) -> None:
    """One of the jobs that need models; the last line printed is the answer."""
    import django

    django.setup()
    print({"prepare": prepare, "topic": long_topic}[what](number))


def prepare(sockets: int) -> str:
    """A migrated installation, a topic, and as many signed-in people as the sockets need."""
    from django.conf import settings
    from django.core.management import call_command

    from tests.factories.forums import TopicFactory
    from tests.site.kernel.live.world import session_of

    call_command("migrate", verbosity=0)
    people = people_of(-(-max(sockets, STALLED + 1) // TABS))
    topic = TopicFactory(room__slug="bench-live", author=people[0])
    world = {"topic": topic.pk, "stream": topic.stream, "author": people[0].pk}
    return json.dumps(world | {"cookie": settings.SESSION_COOKIE_NAME, "sessions": [session_of(p) for p in people]})


def people_of(count: int) -> list:
    """So many people, without a password: hashing six hundred takes minutes."""
    from actors.models import Person

    known = Person.objects.count()
    numbers = range(known, known + count)
    return Person.objects.bulk_create(
        Person(email=f"bench-{n}@example.org", display_name=f"Voix {n}", password="!") for n in numbers
    )


def long_topic(posts: int) -> str:
    """Opening the middle of a long topic, against the first page of a short one: queries and time."""
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from forums.models import Post
    from forums.queries import PER_PAGE
    from tests.factories.forums import PostFactory, TopicFactory

    call_command("collectstatic", interactive=False, verbosity=0)
    authors = people_of(30)
    short = TopicFactory(room__slug="bench-long", author=authors[0])
    long = TopicFactory(room=short.room, author=authors[0])
    for topic, count in ((short, PER_PAGE), (long, posts)):
        made = [PostFactory.build(topic=topic, author=authors[n % 30], number=n + 1) for n in range(count)]
        Post.objects.bulk_create(made, batch_size=500)
        topic.last_number = topic.post_count = count
        topic.save()
    pages = {"short": short.get_absolute_url(), "middle": f"{long.get_absolute_url()}?page={posts // PER_PAGE // 2}"}
    seconds: dict[str, list[float]] = {name: [] for name in pages}
    queries = {}
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(authors[0])
        for _number in range(12):
            for name, path in pages.items():
                cache.clear()
                started = time.perf_counter()
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(path).status_code == 200, path
                seconds[name].append(time.perf_counter() - started)
                queries[name] = len(captured)
    took = {name: median(each[2:]) * 1000 for name, each in seconds.items()}
    return (
        f"The middle of a topic of {posts} messages: {queries['middle']} queries, {took['middle']:.0f} ms; the only "
        f"page of a topic of {PER_PAGE}: {queries['short']} queries, {took['short']:.0f} ms."
    )


TEXT = """## Live pages
One daphne, SQLite, the layer in memory; every socket follows one topic, a third in each language; clients and server
share the two cores. A round is one message through the action and one ready text through a bare hub of the same process
(a set of sends), with as many sockets; medians of {rounds} rounds of the time from commit until 95 of 100 sockets have
their frame. The goal is 1.5 times the hub and 25 ms, for one read of the log and three renderings.

| sockets | hub, p95 ms | commit to frame, p95 ms | goal, ms | reached | times hub | hub, kB/socket | ours, kB/socket |
|---|---|---|---|---|---|---|---|
{rows}

{stalled}

{topic}
"""

if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        inside(sys.argv[2], int(sys.argv[3]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
