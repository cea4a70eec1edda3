"""Periodic work: the log forgets what every reader has had time to see."""

from __future__ import annotations

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from . import actions

KEEP_FOR = timedelta(days=30)
KEEP_EVENTS = 10_000  # a stream


@periodic("live.prune", every=timedelta(hours=24))
def prune(at: datetime) -> None:
    """Drop events older than 30 days, or beyond the last 10,000 of their stream."""
    actions.prune(before=at - KEEP_FOR, keep=KEEP_EVENTS)
