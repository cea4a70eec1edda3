"""Two real processes of the site on one PostgreSQL and one Redis, each of which can be killed and started again."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from tests.suite.servers import free_port, redis_of_wheel, wait_for

ROOT = Path(__file__).resolve().parents[2]
SECRET = "tests only"


class Process:
    """A server on a port of its own."""

    def __init__(self, command: list[str], port: int, env: dict[str, str], log: IO[str]) -> None:
        self.command, self.port, self.env, self.log = command, port, env, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it without waiting."""
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def wait(self) -> None:
        """Until it answers."""
        assert self.process is not None
        wait_for(self.port, self.process, seconds=180)

    def kill(self) -> None:
        """kill -9."""
        self.stop(signal.SIGKILL)

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it, and wait until it has."""
        if self.process is not None:
            self.process.send_signal(number)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Installation:
    """`sites` are the two processes, `redis` what they talk through."""

    def __init__(self, sites: list[Process], redis: Process) -> None:
        self.sites, self.redis = sites, redis

    @property
    def ports(self) -> list[int]:
        """Where the site answers."""
        return [site.port for site in self.sites]


@contextmanager
def installation(database: str) -> Iterator[Installation]:
    """Two processes on a migrated database, until the block ends. Sessions are signed with SECRET."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="rives-failures-", ignore_cleanup_errors=True))
        )
        logs = ROOT / "var" / "tests"
        logs.mkdir(parents=True, exist_ok=True)
        log = stack.enter_context((logs / f"failures-{os.getpid()}.log").open("w", encoding="utf-8"))
        redis = redis_at(free_port(), folder, log)
        env = environment(database, f"redis://127.0.0.1:{redis.port}", folder)
        sites = [site_at(free_port(), env, log) for _ in range(2)]
        for process in (redis, *sites):
            stack.callback(process.stop)
            process.start()
        for process in (redis, *sites):
            process.wait()
        yield Installation(sites, redis)


def redis_at(port: int, folder: Path, log: IO[str]) -> Process:
    """A Redis that keeps nothing."""
    program = shutil.which("redis-server") or redis_of_wheel()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    return Process([program, *options], port, dict(os.environ), log)


def site_at(port: int, env: dict[str, str], log: IO[str]) -> Process:
    """A daphne."""
    application = "tests.failures.application:application"
    command = [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(port), application]
    return Process(command, port, env, log)


def environment(database: str, redis: str, folder: Path) -> dict[str, str]:
    """What both processes stand on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RIVES_", "PYTEST_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "RIVES_VAR": str(folder),
        "SECRET_KEY": SECRET,
        "DEMO": "0",
        "DEBUG": "0",
        "EMAIL_URL": "",
        "JOBS_IN_PROCESS": "0",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
