"""Statistics of a large consultation; votes a second through daphne on both databases; results under 500 watchers.

`python -m tests.bench consultations` measures all; `python -m tests.bench.consultations 20` a twentieth of it (a try).
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
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.bench.registrations import database_of_its_own
from tests.failures.lines import Line, open_line
from tests.suite.servers import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
PEOPLE, STATEMENTS, VOTES = 20_000, 2_000, 1_000_000
VOTERS, EACH, HANDS = 200, 5, 8  # people who vote through the form, how often, and how many at once
POLLING, LISTENING, EVERY, LASTING = 450, 50, 10, 30  # watchers; seconds between two looks of one; seconds in all
TOKEN = "b" * 32
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # two wait for each other, spinning, wherever cores are shared
LEVELS, SHORES = 8, 2


def main(part: int = 1) -> None:
    """All of it, into docs/performance.md (only where it is measured whole)."""
    from tests.bench.report import put
    from tests.suite.servers import postgresql

    statistics = json.loads(_inside({**os.environ, **ONE_THREAD}, "statistics", part))
    print(statistics, flush=True)
    rows: list[str] = []
    watched: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="rives-votes-") as folder:
        rows.append(_measured("SQLite", folder, "", part, watched))
    with (
        tempfile.TemporaryDirectory(prefix="rives-votes-") as folder,
        postgresql() as server,
        database_of_its_own(server) as address,
    ):
        rows.append(_measured("PostgreSQL", folder, address, part, watched))
    text = TEXT.format(
        **statistics,
        **watched,
        voters=max(VOTERS // part, HANDS),
        each=EACH,
        hands=HANDS,
        rows="\n".join(rows),
        polling=POLLING // part,
        listening=max(LISTENING // part, 1),
        every=EVERY,
        load=os.getloadavg()[1],
    )
    print(text, flush=True)
    if part == 1:
        put(text)


def _measured(name: str, folder: str, address: str, part: int, watched: dict[str, Any]) -> str:
    """Votes a second on one database; on the first one, the watchers too."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RIVES_", "PYTEST_"))}
    env = kept | {"DJANGO_SETTINGS_MODULE": "config.settings.embedded", "RIVES_VAR": folder, "SECRET_KEY": "bench only"}
    env |= {
        "DATABASE_URL": address,
        "REDIS_URL": "",
        "EMAIL_URL": "",
        "DEMO": "0",
        "DEBUG": "0",
        "JOBS_IN_PROCESS": "0",
    }
    env |= {"RIVES_ALLOWED_HOSTS": "localhost"}
    world = json.loads(_inside(env, "prepare", max(VOTERS // part, HANDS)))
    with _daphne(env) as (port, process):
        before = _own_time(process)
        rate, slowest = asyncio.run(_vote_all(port, world))
        own = (_own_time(process) - before) / (len(world["sessions"]) * EACH)
        if not watched:
            watched |= asyncio.run(_watch(port, world, part))
    links = _inside(env, "verify", 0)
    row = f"| {name} | {rate:.0f} | {slowest * 1000:.0f} | {own * 1000:.0f} | {links} |"
    print(row, watched, flush=True)
    return row


def _inside(env: dict[str, str], what: str, number: int) -> str:
    """The last line that a process of its own prints."""
    command = [sys.executable, "-m", "tests.bench.consultations", "inside", what, str(number)]
    env = env | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip().splitlines()[-1]


@contextmanager
def _daphne(env: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Its port and its process."""
    port = free_port()
    command = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), "asgi:application"]
    env = env | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        wait_for(port, process, seconds=120)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(60)


def _own_time(process: int) -> float:
    """Seconds a process has had on a processor."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# -- votes through the form


async def _vote_all(port: int, world: dict[str, Any]) -> tuple[float, float]:
    """Everyone votes EACH times, HANDS of them at a time: votes a second, and the slowest of twenty's time."""
    left, took = list(world["sessions"]), []

    async def hand() -> None:
        while left:
            session = left.pop()
            for number in range(1, EACH + 1):
                started = time.perf_counter()
                status = await _ask(port, world["paths"]["vote"].format(number), world, session, vote=number % 3 - 1)
                assert status == 302, f"a vote was answered {status}"
                took.append(time.perf_counter() - started)

    started = time.perf_counter()
    await asyncio.gather(*(hand() for _ in range(HANDS)))
    return len(took) / (time.perf_counter() - started), quantiles(took, n=20)[18]


async def _ask(port: int, path: str, world: dict[str, Any], session: str = "", vote: int | None = None) -> int:
    """One request on a connection of its own: its status, once the answer is read whole."""
    form = f"csrfmiddlewaretoken={TOKEN}&value={vote}&voice=".encode() if vote is not None else b""
    lines = [
        f"{'POST' if form else 'GET'} {path} HTTP/1.1",
        f"Host: localhost:{port}",
        f"Origin: http://localhost:{port}",
        "Connection: close",
        "Accept-Encoding: gzip",
    ]
    if session:
        lines.append(f"Cookie: {world['cookie']}={session}; {world['csrf']}={TOKEN}")
    if form:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode() + form)
        answer = await reader.read()
    finally:
        writer.close()
    return int(answer.split(b" ", 2)[1])


# -- results under watchers


async def _watch(port: int, world: dict[str, Any], part: int) -> dict[str, Any]:
    """Pages asked again every ten seconds, sockets that follow, and two votes a second meanwhile."""
    looks: list[float] = []
    frames: list[float] = []
    until = time.monotonic() + LASTING
    sent: dict[str, float] = {}
    pace = asyncio.create_task(_keep_voting(port, world, until, sent))
    lines = [await _follow(port, world, number, frames, sent) for number in range(max(LISTENING // part, 1))]

    async def poll(number: int) -> None:
        await asyncio.sleep(EVERY * number / max(POLLING // part, 1))
        while time.monotonic() < until:
            started = time.monotonic()
            assert await _ask(port, world["paths"]["results"], world) == 200
            looks.append(time.monotonic() - started)
            await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - started)))

    await asyncio.gather(*(poll(number) for number in range(POLLING // part)))
    waits = await pace
    assert frames, "nobody who follows was told anything"
    for line in lines:
        line.transport.abort()
    return {
        "look": quantiles(looks, n=20)[18] * 1000,
        "looks": len(looks),
        "frame": quantiles(frames, n=20)[18] * 1000 if len(frames) > 1 else float("nan"),
        "frames": len(frames),
        "vote": median(waits) * 1000,
    }


async def _follow(port: int, world: dict[str, Any], number: int, frames: list[float], sent: dict[str, float]) -> Line:
    """One socket on the stream of results; notes how long after the last vote was sent each frame came."""
    lines: list[Line] = []
    head = 0

    def follow() -> None:
        lines[0].say(json.dumps({"type": "sub", "s": world["stream"], "since": head, "epoch": ""}))

    def hear(text: bytes) -> None:
        nonlocal head
        if text.startswith(b'{"type":"ok"'):
            head = json.loads(text)["head"]
        elif text.startswith(b'{"type":"reset"'):  # behind all the votes: from the page as it stands
            follow()
        elif text.startswith((b'{"type":"ev"', b'{"type":"batch"')) and "at" in sent:
            frames.append(time.monotonic() - sent["at"])

    cookie = f"{world['cookie']}={world['sessions'][number % len(world['sessions'])]}"
    lines.append(await open_line(port, cookie, hear, lambda _code: None))
    follow()
    return lines[0]


async def _keep_voting(port: int, world: dict[str, Any], until: float, sent: dict[str, float]) -> list[float]:
    took, count = [], 0
    while time.monotonic() < until:
        session = world["sessions"][count % len(world["sessions"])]
        sent["at"] = started = time.monotonic()
        number = 1 + count // len(world["sessions"]) % EACH
        await _ask(port, world["paths"]["vote"].format(number), world, session, vote=1 - count % 3)
        took.append(time.monotonic() - started)
        count += 1
        await asyncio.sleep(0.5)
    return took


# -- inside a process with our code


def inside(what: str, number: int) -> None:
    """One of the jobs that need our code; the last line printed is the answer."""
    if what == "statistics":
        print(json.dumps(statistics(number)))
        return
    import django

    django.setup()
    print({"prepare": prepare, "verify": verified}[what](number))


def statistics(part: int) -> dict[str, Any]:
    """Seconds for everything but the verdict, for the verdict, milliseconds for one more vote; megabytes at most."""
    import numpy as np

    from consultations.statistics.clusters import opinion_groups, verdict
    from consultations.statistics.consensus import (
        bridges,
        common_ground,
        divergences,
        group_informed_consensus,
        level_consensus,
        shares,
    )
    from consultations.statistics.counts import count
    from consultations.statistics.live import LiveCounts
    from consultations.statistics.representativeness import representativeness, selected
    from consultations.statistics.space import opinion_space
    from consultations.statistics.votes import Votes

    people, statements, number = PEOPLE // part, STATEMENTS // part, VOTES // part
    chance = np.random.default_rng(7)
    who, what = chance.integers(people, size=number), chance.integers(statements, size=number)
    camp, side = chance.normal(size=people), chance.normal(size=statements)
    said = np.where(
        chance.random(number) < 0.12, 0, np.where(camp[who] * side[what] + chance.normal(size=number) > 0, 1, -1)
    )
    level, shore = chance.integers(LEVELS, size=people), chance.integers(SHORES, size=people)

    started, own = time.perf_counter(), time.process_time()
    votes = Votes.from_rows(people, statements, who, what, said)
    levels, shores = count(votes, level, LEVELS), count(votes, shore, SHORES)
    level_consensus(levels), common_ground(levels, shores), bridges(shores, levels), divergences(levels), shares(levels)
    grouping = opinion_groups(votes, opinion_space(votes).positions, seed=7)
    groups = count(votes, grouping.group_of, grouping.groups)
    group_informed_consensus(groups)
    apart = representativeness(groups)
    for group in range(grouping.groups):
        selected(apart, group)
    whole, whole_own = time.perf_counter() - started, time.process_time() - own

    live, took = LiveCounts.of(votes, level, LEVELS), []
    for statement in range(min(statements, 100)):
        started = time.perf_counter()
        live.change(group=int(level[statement]), statement=statement, before=None, after=1)
        level_consensus(live.counts)
        took.append(time.perf_counter() - started)

    started, own = time.perf_counter(), time.process_time()
    verdict(votes, seed=7)
    shuffles, shuffles_own = time.perf_counter() - started, time.process_time() - own
    return {
        "people": people,
        "statements": statements,
        "votes": votes.size,
        "whole": round(whole, 2),
        "whole_own": round(whole_own, 2),
        "shuffles": round(shuffles, 1),
        "shuffles_own": round(shuffles_own, 1),
        "statistics_load": round(os.getloadavg()[0], 1),
        "one": round(max(took) * 1000, 2),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def prepare(voters: int) -> str:
    """A migrated installation, a consultation of thirty statements, and people who are signed in."""
    from allauth.account.models import EmailAddress
    from django.conf import settings
    from django.core.management import call_command
    from django.urls import reverse
    from django.utils import translation

    from actors.models import Person
    from tests.factories.consultations import ConsultationFactory, StatementFactory
    from tests.site.kernel.live.world import session_of

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    consultation = ConsultationFactory(slug="bench")
    for _number in range(30):
        StatementFactory(consultation=consultation)
    people = Person.objects.bulk_create(
        Person(email=f"bench-{n}@example.org", display_name=f"Voix {n}", password="!") for n in range(voters)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    with translation.override("fr"):
        paths = {
            "vote": reverse("consultations:vote-statement", args=["bench", 0]).replace("/0/", "/{}/"),
            "results": reverse("consultations:results", args=["bench"]),
        }
    world = {"cookie": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME, "paths": paths}
    return json.dumps(world | {"stream": f"c:{consultation.pk}", "sessions": [session_of(one) for one in people]})


def verified(_number: int) -> str:
    """How many links the log holds, once it has been verified."""
    from consultations.models import Consultation
    from consultations.queries.log import verify

    found = verify(Consultation.objects.get(slug="bench"))
    assert found.holds, found.faults
    return str(found.links)


TEXT = """## Consultations
{people} people, {statements} statements, {votes} votes drawn at random: counts by level, shore and opinion group, every
consensus, the opinion map, its groups and what sets them apart take {whole} s, {whole_own} s of them on a processor
(goal: 10 s). The verdict on the groups, shuffled on 2,000 people at most, takes {shuffles} s in the background,
{shuffles_own} s of them on a processor (goal: 60 s). One more vote on a live page takes {one} ms at most (goal: 50 ms).
The process holds {memory} MB at most. One thread; the load average of the two cores was {statistics_load}.

Votes through the form, each on a connection of its own, with its link of the log, by {voters} people {each} times each,
{hands} at a time, one daphne; the load generator shares the two cores:

| database | votes a second | p95, ms | daphne's own time a vote, ms | links verified |
|---|---|---|---|---|
{rows}

{polling} readers look at the results every {every} s and {listening} follow them on a socket while two votes a second
are given (SQLite): {looks} looks, p95 {look:.0f} ms; {frames} frames, p95 {frame:.0f} ms after the vote was sent; a
vote takes {vote:.0f} ms (median).

The load average over the last five minutes of it was {load:.1f}; above 2, other work took its share.
"""

if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        inside(sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 1)
