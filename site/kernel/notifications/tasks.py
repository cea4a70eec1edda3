"""What notifications need from time to time."""

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from . import actions


@periodic("notifications.purge", every=timedelta(days=1))
def purge(at: datetime) -> None:
    """Old notifications are forgotten."""
    actions.purge(at=at)
