"""kill -9 one of two processes in the middle of a discussion, then restart Redis: `python -m tests.failures.killing`.

At the end every acknowledged message stands in the database exactly once, and every reader shows exactly what is there.
"""

import asyncio
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.failures.crowd import MAX_WAIT, TOKEN, Reader, Story, Writer
from tests.failures.installation import ROOT, SECRET, Installation, installation

LATE = 1.5  # seconds: what arrives later than that was held up
PATIENCE = 200  # seconds; a reader may wait 64 s before the next try, and a busy machine starts a process in 60 s


TABS = 3  # a person's; five are allowed, and a line that broke may be counted until the server hears of it


@dataclass(frozen=True)
class Scale:
    """How many, for how long (seconds), and what a writer waits between two messages."""

    writers: int
    readers: int
    seconds: float
    pause: float

    @property
    def people(self) -> int:
        """How many accounts that takes."""
        return max(self.writers, -(-self.readers // TABS))


LONG = Scale(writers=20, readers=200, seconds=90, pause=5)
SHORT = Scale(writers=6, readers=20, seconds=24, pause=2)


@dataclass
class Report:
    """What came out."""

    messages: int
    repeated: int
    lines: int
    resets: int
    killed: float
    redis: float
    converged: float

    def __str__(self) -> str:
        return (
            f"{self.messages} messages acknowledged, {self.repeated} sent again, {self.lines} lines, "
            f"{self.resets} resets; healed {self.killed:.1f} s after kill -9 and {self.redis:.1f} s after Redis came "
            f"back; everyone had everything {self.converged:.1f} s after the last message"
        )


async def run(site: Installation, story: Story, cookies: list[str], scale: Scale) -> Report:
    """The story itself. Raises AssertionError when a message is lost or doubled, or a reader never gets there."""
    readers = [Reader(story, cookies[number // TABS]) for number in range(scale.readers)]
    reading = [asyncio.create_task(reader.read()) for reader in readers]
    await until(lambda: sum(reader.lines > 0 for reader in readers) == len(readers), PATIENCE, standing(readers))
    writers = [Writer(story, number, cookies[number % len(cookies)], scale.pause) for number in range(scale.writers)]
    writing = [asyncio.create_task(writer.write()) for writer in writers]
    await asyncio.sleep(scale.seconds / 4)
    killed = time.monotonic()
    site.sites[0].kill()
    await asyncio.sleep(2)
    site.sites[0].start()
    await asyncio.sleep(scale.seconds / 4)
    site.redis.stop()
    await asyncio.sleep(1)
    site.redis.start()
    redis = time.monotonic()
    await asyncio.sleep(scale.seconds / 2)
    story.over = True
    await asyncio.gather(*writing)
    story.over = False  # readers stay until they have everything
    last, wanted = time.monotonic(), set(story.acknowledged)
    await until(lambda: all(wanted <= set(reader.rows.values()) for reader in readers), PATIENCE, standing(readers))
    converged, story.over = time.monotonic() - last, True
    for reader in readers:
        reader.leave()
    await asyncio.wait(reading, timeout=MAX_WAIT + 6)
    check(story, readers, *await asyncio.to_thread(story.snapshot))
    lines, resets = sum(reader.lines for reader in readers), sum(reader.resets for reader in readers)
    healed = [held_up(story, readers, start, end) for start, end in ((killed, redis), (redis, last + PATIENCE))]
    return Report(len(wanted), story.repeated, lines, resets, *healed, converged)


def held_up(story: Story, readers: list[Reader], start: float, end: float) -> float:
    """Seconds until the last late arrival of a message acknowledged between two instants."""
    arrivals = [
        reader.arrived[token]
        for token, acknowledged in story.acknowledged.items()
        if start <= acknowledged < end
        for reader in readers
        if reader.arrived[token] - acknowledged > LATE
    ]
    return max(arrivals, default=start) - start


def check(story: Story, readers: list[Reader], head: int, _epoch: str, rows: dict[str, str]) -> None:
    """Each acknowledged message once, in the database and with every reader; nothing else."""
    assert sorted(rows.values()) == sorted(story.acknowledged), "the database holds what was acknowledged, each once"
    for reader in readers:
        assert reader.rows == rows, f"a reader shows {len(reader.rows)} messages of {len(rows)}"
        assert not reader.doubled, f"doubled: {reader.doubled}"
        assert reader.last <= head


def standing(readers: list[Reader]) -> Callable[[], str]:
    """Where the readers stand, for when they do not get there."""
    return lambda: str([(reader.is_reading, reader.last, len(reader.rows), reader.failures) for reader in readers])


async def until(is_so: Callable[[], bool], seconds: float, what: Callable[[], str]) -> None:
    """Wait until something holds."""
    limit = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < limit, f"not within {seconds} s: {what()}"
        await asyncio.sleep(0.1)


# -- the discussion, in a process that has Django


def prepared(site: Installation, people: int) -> tuple[Story, list[str]]:
    """A topic, and the cookies of so many people."""
    from django.conf import settings

    from tests.factories.actors import PersonFactory
    from tests.factories.forums import TopicFactory
    from tests.site.kernel.live.world import session_of

    topic = TopicFactory()
    cookies = [f"{settings.SESSION_COOKIE_NAME}={session_of(PersonFactory())}" for _ in range(people)]
    path = f"{topic.get_absolute_url()}reply/"
    return Story(site.ports, topic.stream, path, lambda: snapshot(topic), random.Random(20)), cookies


def snapshot(topic) -> tuple[int, str, dict[str, str]]:
    """The page of a topic: the head first, then what stands in it."""
    from django.db import connection

    from forums.models import Post
    from kernel.live import queries

    try:
        head = queries.head(topic.stream)
        sources = Post.objects.filter(topic=topic).values_list("pk", "source")
        return head.seq, head.epoch, {str(pk): TOKEN.search(source)[0] for pk, source in sources}
    finally:
        if not connection.in_atomic_block:
            connection.close()


def main() -> None:
    """The long form, on a database of its own."""
    from tests.bench.registrations import database_of_its_own
    from tests.suite.servers import postgresql

    scale = SHORT if "short" in sys.argv else LONG
    with postgresql() as server, database_of_its_own(server) as address:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": address, "SECRET_KEY": SECRET}
        sys.path.insert(0, str(ROOT / "site"))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        with installation(address) as site:
            story, cookies = prepared(site, scale.people)
            print(f"{scale}: {asyncio.run(run(site, story, cookies, scale))}", flush=True)


if __name__ == "__main__":
    main()
