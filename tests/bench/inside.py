"""Pages measured inside one process, without a server: Django's test client in an installation of its own."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15


def run_inside(module: str) -> None:
    """Run `python -m module inside` with a database of its own."""
    with tempfile.TemporaryDirectory(prefix="rives-bench-") as folder:
        env = {**os.environ, "RIVES_VAR": folder, "DEMO": "0", "DEBUG": "0", "JOBS_IN_PROCESS": "0"}
        env |= {"RIVES_ALLOWED_HOSTS": "localhost", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings.embedded"}
        subprocess.run([sys.executable, "-m", module, "inside"], env=env, cwd=ROOT, check=True)


def new_client() -> Any:
    """A visitor of a fresh installation."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return Client(headers={"host": "localhost"})


def measure(client: Any, path: str, reference: str) -> tuple[int, float, float]:
    """Queries, milliseconds, and the same against the reference page, medians of interleaved rounds."""
    for address in (path, reference):
        assert client.get(address).status_code == 200, address
    asked = _queries(client, path)
    took, against = [], []
    for _round in range(ROUNDS):
        ours, other = _seconds(client, path), _seconds(client, reference)
        took.append(ours * 1000)
        against.append(ours / other)
    return asked, median(took), median(against)


def _queries(client: Any, path: str) -> int:
    """How many a page asks, on whatever connection and thread."""
    from django.db.backends.utils import CursorWrapper

    execute, asked = CursorWrapper.execute, []

    def counted(self: Any, sql: str, params: Any = None) -> Any:
        asked.append(sql)
        return execute(self, sql, params)

    CursorWrapper.execute = counted
    try:
        client.get(path)
    finally:
        CursorWrapper.execute = execute
    return len([sql for sql in asked if sql.startswith("SELECT")])


def _seconds(client: Any, path: str) -> float:
    started = time.perf_counter()
    client.get(path)
    return time.perf_counter() - started
