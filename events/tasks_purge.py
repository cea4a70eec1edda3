"""Periodic work: answers go when their time is over. (leaf)"""

from __future__ import annotations

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from .actions.purge import purge_answers, sweep_orphans


@periodic("events.purge_answers", every=timedelta(hours=6))
def purge(at: datetime) -> None:
    """What registrations answered is deleted once it is no longer needed."""
    purge_answers(at=at)


@periodic("events.sweep_files", every=timedelta(days=1))
def sweep(at: datetime) -> None:
    """Files that no answer points to are deleted."""
    sweep_orphans(at=at)
