"""What time does to meetings outside requests: countries change their clocks, visits have served. (leaf)"""

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from . import actions


@periodic("events.clocks", every=timedelta(hours=6))
def follow_the_clocks(at: datetime) -> None:
    """Meetings to come keep their wall time when the installed time zones have changed."""
    actions.rederive_instants(at=at)


@periodic("events.visits.purge", every=timedelta(days=1))
def forget_visits(at: datetime) -> None:
    """Who came in online is erased a year after the meeting."""
    actions.purge_visits(at=at)
