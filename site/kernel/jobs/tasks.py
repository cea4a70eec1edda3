"""Periodic work that no feature owns: the queue's own health, old sessions."""

from datetime import datetime, timedelta

from django.core.management import call_command

from . import actions
from .registry import periodic


@periodic("jobs.requeue_stuck", every=timedelta(minutes=5))
def requeue_stuck(at: datetime) -> None:
    """Tasks whose worker died go back to the queue."""
    actions.requeue_stuck(at=at)


@periodic("jobs.prune_results", every=timedelta(days=1))
def prune_results(at: datetime) -> None:
    """Results of old tasks are forgotten."""
    actions.prune_results(at=at)


@periodic("jobs.clear_sessions", every=timedelta(days=1))
def clear_sessions(at: datetime) -> None:
    """Sessions that have expired are deleted."""
    call_command("clearsessions", verbosity=0)
