"""The scheduler's loop, alike in a thread and in a process of its own."""

import logging
from threading import Event

from django.db import close_old_connections, connections
from django.utils import timezone

from .actions import run_due

log = logging.getLogger(__name__)

TICK = 15.0
"""Seconds between two looks at what is due; the shortest period of a job is a minute."""


def run(stop: Event, tick: float = TICK) -> None:
    """Run what is due until `stop` is set. A database that is away is waited for."""
    while not stop.is_set():
        close_old_connections()
        try:
            run_due(timezone.now())
        except Exception:  # the loop outlives a database that restarts
            log.exception("the scheduler could not run what is due")
        stop.wait(tick)
    connections.close_all()
