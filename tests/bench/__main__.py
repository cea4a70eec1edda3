"""Measure and write docs/performance.md: rounds are interleaved, medians are compared, only ratios count."""

import asyncio
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.bench import calendar_pages, consultations, desk, live, registrations
from tests.bench.load import ask
from tests.bench.report import put
from tests.browser.site import environment, prepared_demo
from tests.suite.servers import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 7
PACKAGES = ("wagtail", "django", "channels", "daphne")
CACHED_GOAL, PAGE_GOAL = 0.8, 2.5


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="rives-bench-") as folder:
        var = Path(folder) / "rives"
        shutil.copytree(prepared_demo(), var)
        bare = {**os.environ, "BARE_VAR": folder, "DJANGO_SETTINGS_MODULE": "tests.bench.bare.settings"}
        say("Preparing a bare Wagtail project …")
        subprocess.run([sys.executable, "-m", "tests.bench.bare.make"], cwd=ROOT, env=bare, check=True)
        ours = environment(var) | {"JOBS_IN_PROCESS": "0", "RIVES_ALLOWED_HOSTS": "localhost"}
        with (
            daphne("tests.bench.application:application", ours) as port,
            daphne("tests.bench.bare.server:application", bare) as bare_port,
        ):
            pages = addresses(ours)
            cached = asyncio.run(measure_cached(port, "/fr/"))
            uncached = asyncio.run(measure_uncached(port, bare_port, pages))
    write(cached, uncached, pages)
    calendar_pages.main()
    desk.main()
    registrations.main()
    consultations.main()
    live.main()


@contextmanager
def daphne(application: str, env: dict[str, str]) -> Iterator[int]:
    """A daphne on a free port, stopped afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), application]
    process = subprocess.Popen(command, cwd=ROOT, env={**env, "PYTHONPATH": str(ROOT)}, start_new_session=True)
    try:
        wait_for(port, process, seconds=60)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def addresses(env: dict[str, str]) -> dict[str, str]:
    """One address of each kind, found in the demo."""
    command = [sys.executable, "-m", "tests.bench.addresses"]
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return json.loads(result.stdout.splitlines()[-1])


async def measure_cached(port: int, path: str) -> dict[str, list[float]]:
    """Answers a second of the bare callable and of a cached page, in turns."""
    rates: dict[str, list[float]] = {"hello": [], "cached": []}
    await ask(port, path, connections=2, seconds=1)
    for _ in range(ROUNDS):
        for name, address in (("hello", "/bench/hello"), ("cached", path)):
            started = time.perf_counter()
            answers = await ask(port, address, connections=8, seconds=2)
            rates[name].append(len(answers.seconds) / (time.perf_counter() - started))
    say(f"cached {median(rates['cached']):.0f}/s, hello {median(rates['hello']):.0f}/s")
    return rates


@dataclass
class Uncached:
    """Seconds that an answer of Django takes, in turns: of the bare page, of each of ours, and of each of ours when
    something public has just changed."""

    bare: list[float] = field(default_factory=list)
    ours: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


async def measure_uncached(port: int, bare_port: int, pages: dict[str, str]) -> Uncached:
    """One connection after the other; the bare page is asked again before each of ours, so that both meet the same
    load of the machine."""
    found = Uncached()
    for number in range(ROUNDS + 1):
        for name, path in pages.items():
            bare = await ask(bare_port, "/bare/", connections=1, seconds=0.5)
            ours = await ask(port, path, connections=1, seconds=1, past="page")
            changed = await ask(port, path, connections=1, seconds=0.5, past="everything")
            if number:  # the first round warms up
                found.bare.append(median(bare.seconds))
                found.ours[name].append(median(ours.seconds))
                found.changed[name].append(median(changed.seconds))
    return found


def write(cached: dict[str, list[float]], uncached: Uncached, pages: dict[str, str]) -> None:
    """docs/performance.md, and the ratios on the terminal."""
    ratio = median(each / hello for each, hello in zip(cached["cached"], cached["hello"], strict=True))
    rows = []
    for number, name in enumerate(pages):
        bare = uncached.bare[number :: len(pages)]  # those asked just before this page
        against = against_bare(uncached.ours[name], bare)
        changed = against_bare(uncached.changed[name], bare)
        took = median(uncached.ours[name]) * 1000
        rows.append(
            f"| {name} | `{pages[name]}` | {took:.1f} | {against:.2f} | {met(against <= PAGE_GOAL)} | {changed:.2f} |"
        )
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    text = REPORT_TEXT.format(
        versions=versions,
        python=platform.python_version(),
        machine=f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        rounds=ROUNDS,
        hello=median(cached["hello"]),
        cached=median(cached["cached"]),
        ratio=ratio,
        cached_goal=CACHED_GOAL,
        cached_met=met(ratio >= CACHED_GOAL),
        page_goal=PAGE_GOAL,
        bare=median(uncached.bare) * 1000,
        rows="\n".join(rows),
    )
    put(text)
    say(text)


def against_bare(ours: list[float], bare: list[float]) -> float:
    """How many times the bare page, the median of the rounds."""
    return median(one / other for one, other in zip(ours, bare, strict=True))


def met(good: bool) -> str:
    """Whether a goal is reached, in a word."""
    return "yes" if good else "no"


def say(text: str) -> None:
    """For the person who waits."""
    print(text, flush=True)


REPORT_TEXT = """# Performance

Written by `make bench`, a bench a section: interleaved rounds, medians; only ratios mean anything on another machine.
The first two are one run under daphne, {rounds} rounds.

{machine}; Python {python}; {versions}; SQLite, one process, gc frozen.

## A cached page against the server itself
Eight connections ask for the French home page as a signed-out visitor, and for a bare ASGI callable that says hello.

| | answers a second | ratio | goal | reached |
|---|---|---|---|---|
| bare ASGI callable | {hello:.0f} | 1 | | |
| cached home page | {cached:.0f} | {ratio:.2f} | {cached_goal} | {cached_met} |

## A page that is not cached against a bare Wagtail page
One connection, past the page cache, as everyone who is signed in reads. The measure is a fresh Wagtail project with
one page type that has one rich text ({bare:.1f} ms), asked just before each of ours; the goal is {page_goal} times its
time at most. Public content that changes with no clock (menu, map, register, what stands around a pilot) is read once
after each public change and kept (`kernel.pagecache.keeping`). The last column is the first reader after a change:
nothing is kept yet.

| page | address | ms | times the bare page | reached | just after a change |
|---|---|---|---|---|---|
{rows}

Read it with the load of the machine in mind: with other work on both cores the same pages took up to twice the time,
and the ratio moved by 15 %. The server and the load generator share those cores.
"""

if __name__ == "__main__":
    if sys.argv[1:2] == ["live"]:
        live.main(tuple(map(int, sys.argv[2:])) or live.SIZES)
    elif sys.argv[1:2] == ["consultations"]:
        consultations.main(*map(int, sys.argv[2:]))
    else:
        main()
