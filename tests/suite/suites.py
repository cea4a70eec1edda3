"""The steps that run tests: on SQLite, on PostgreSQL and Redis, in Chromium."""

import os
import shutil

from deploy import catalogues
from tests.suite import tools
from tests.suite.servers import servers
from tests.suite.steps import VAR, Console, Outcome

TWO_AT_ONCE = ("-n", "2", "-q", "--color=no")
EMBEDDED = {"DATABASE_URL": "sqlite://:memory:", "REDIS_URL": ""}


def unit(console: Console) -> Outcome:
    """Everything but the browser, on SQLite in memory."""
    catalogues.compile_stale()
    return console.pytest(*TWO_AT_ONCE, "-m", "not browser and not postgres and not redis", env=EMBEDDED)


def postgres(console: Console) -> Outcome:
    """The same tests and the races, on a real PostgreSQL and Redis; here nothing may skip."""
    catalogues.compile_stale()
    with servers() as addresses:
        outcome = console.pytest(*TWO_AT_ONCE, "-m", "not browser", env=addresses)
    if outcome.skipped and console.strict:
        outcome.failed += outcome.skipped
        outcome.notes.append(f"{outcome.skipped} tests were skipped although every server is there: see {console.log}")
    return outcome


def browser(console: Console) -> Outcome:
    """Journeys in Chromium against the real server, in one installation a worker."""
    found = tools.chromium()
    shutil.rmtree(VAR / "html", ignore_errors=True)
    env = {"CHROMIUM": str(found or ""), "DATABASE_URL": os.environ.get("BROWSER_DATABASE_URL", ""), "REDIS_URL": ""}
    return console.pytest(*TWO_AT_ONCE, "--dist=loadfile", "-m", "browser", "tests/browser", env=env)
