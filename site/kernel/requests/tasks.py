"""What the requests' keys need from time to time."""

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from . import actions


@periodic("requests.purge", every=timedelta(days=1))
def purge(at: datetime) -> None:
    """Keys that no browser sends again are forgotten."""
    actions.purge(at=at)
