"""The two ways in which periodic work and tasks run: a process of its own, threads beside the server."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kernel.jobs import inprocess

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """An embedded installation of its own, migrated."""
    var = tmp_path_factory.mktemp("var")
    environment = {
        **os.environ,
        "RIVES_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "JOBS_IN_PROCESS": "0",
    }
    environment.pop("DATABASE_URL", None)
    environment.pop("REDIS_URL", None)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"],
        cwd=ROOT,
        env=environment,
        check=True,
        timeout=300,
    )
    return environment


def rows(installation, query):
    with sqlite3.connect(Path(installation["RIVES_VAR"]) / "rives.sqlite3", timeout=20) as database:
        return database.execute(query).fetchall()


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def queue_a_task(installation):
    code = "import django; django.setup();from kernel.mail.tasks import send_mail; print(send_mail.enqueue(0).id)"
    environment = {**installation, "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=120
    )
    return done.stdout.strip().replace("-", "")


def status_of(installation, task):
    return rows(installation, f"SELECT status FROM django_tasks_database_dbtaskresult WHERE id = '{task}'")[0][0]  # noqa: S608  (own id)


def test_the_scheduler_runs_what_is_due_and_stops_when_told(installation):
    with sqlite3.connect(Path(installation["RIVES_VAR"]) / "rives.sqlite3", timeout=20) as database:
        database.execute("DELETE FROM jobs_periodicjob")  # what another test ran must not pass for this one's work
    process = subprocess.Popen([sys.executable, "manage.py", "scheduler", "--skip-checks"], cwd=ROOT, env=installation)
    try:
        done = "SELECT count(*) FROM jobs_periodicjob WHERE last_finished_at IS NOT NULL"
        assert wait_for(lambda: rows(installation, done)[0][0] > 3, 60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
    assert rows(installation, "SELECT count(*) FROM jobs_periodicjob WHERE last_error <> ''") == [(0,)]


def test_the_server_s_door_runs_tasks_beside_it_and_stops_cleanly(installation):
    task = queue_a_task(installation)
    code = "import asgi, time, sys; sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**installation, "JOBS_IN_PROCESS": "1"},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert wait_for(lambda: status_of(installation, task) == "SUCCESSFUL", 60)
        started = time.monotonic()
        _out, errors = process.communicate("", timeout=30)
        assert process.returncode == 0
        assert time.monotonic() - started < 12
        assert "Traceback" not in errors
    finally:
        process.kill()


def test_nothing_starts_where_jobs_run_elsewhere(settings):
    assert settings.JOBS_IN_PROCESS is False
    assert inprocess.start() is None
