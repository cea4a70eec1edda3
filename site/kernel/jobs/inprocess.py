"""Tasks and periodic work in threads beside the server, where one process does everything (JOBS_IN_PROCESS)."""

import atexit
import logging
import os
from datetime import timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from . import actions, loop

log = logging.getLogger(__name__)

POLL = 0.5
PATIENCE = 5.0
_running: "Threads | None" = None


def start() -> "Threads | None":
    """Start both threads once, where JOBS_IN_PROCESS is true; asgi.py calls it, tests and commands never do."""
    global _running  # noqa: PLW0603  (one pair of threads a process)
    if not getattr(settings, "JOBS_IN_PROCESS", False):
        return None
    if _running is None:
        _running = Threads()
        _running.start()
        atexit.register(_running.stop)
    return _running


class Threads:
    """A worker and a scheduler that stop when asked. The worker's class is private to the pinned django-tasks-db."""

    def __init__(self, tick: float = loop.TICK) -> None:
        self._stop = Event()
        self._worker: Worker | None = None
        self._threads = [
            Thread(target=self._work, name="rives-worker", daemon=True),
            Thread(target=loop.run, args=(self._stop, tick), name="rives-scheduler", daemon=True),
        ]

    def start(self) -> None:
        """Start both; tasks that an earlier process left running are taken up again first."""
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float = PATIENCE) -> None:
        """Ask both to stop and wait for the task at hand, at most `patience` seconds each."""
        self._stop.set()
        if self._worker is not None:
            self._worker.running = False
        for thread in self._threads:
            thread.join(patience)

    @property
    def alive(self) -> bool:
        """Whether both threads run."""
        return all(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                actions.requeue_stuck(at=timezone.now(), lease=timedelta(0))
                self._worker = _worker()
                self._worker.running = not self._stop.is_set()
                self._worker.run()
            except (DatabaseError, InterfaceError):
                log.exception("the worker lost its database; it starts again")
                connections.close_all()
                self._stop.wait(PATIENCE)
        connections.close_all()


def _worker() -> Worker:
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=POLL,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"inprocess-{os.getpid()}",
    )
