"""Once a vote is closed its results are packed, and again when they change. (leaf)"""

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from .actions.packages import publish_package
from .models import Consultation
from .queries.package import last_change, packages_of

FOLLOWED = timedelta(days=90)  # after the close: then a package is published by hand
SETTLED = timedelta(minutes=10)  # after the close: the last tables and the analysis are made first


@periodic("consultations.packages", every=timedelta(hours=1))
def pack_results(at: datetime) -> None:
    """A package for each closed consultation whose figures or positions have changed since the last one."""
    closed = Consultation.objects.closed(at - SETTLED).filter(closes_at__gt=at - FOLLOWED)
    for consultation in closed:
        changed, made = last_change(consultation), packages_of(consultation)[:1]
        if changed and not (made and made[0].made_at > changed):
            publish_package(consultation=consultation, at=at)
