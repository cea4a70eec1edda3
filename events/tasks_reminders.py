"""Reminders leave at their hour."""

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from .actions.reminders import plan_reminders, remind


@periodic("events.reminders", every=timedelta(minutes=1))
def reminders(at: datetime) -> None:
    """Rounds to come are noted, those that are due are told."""
    plan_reminders(at=at)
    remind(at=at)
