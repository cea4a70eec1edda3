"""What is public of running votes is brought up to date twice a minute, away from the hand that votes. (leaf)"""

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from .actions.analysing import analyse
from .actions.tables import publish_tables
from .choices import ConsultationState
from .growing import grown, running
from .models import Consultation


@periodic("consultations.tables", every=timedelta(seconds=30))
def bring_up_to_date(at: datetime) -> None:
    """Tables of every consultation that takes votes, or has just closed, and whose log has grown since."""
    for consultation in grown("tables", running(at), lambda each: at >= each.closes_at):
        publish_tables(consultation=consultation, at=at)


@periodic("consultations.analysis", every=timedelta(hours=1))
def look_for_opinion_groups(at: datetime) -> None:
    """Of every consultation that takes votes or has closed without a last analysis."""
    opened = Consultation.objects.filter(state=ConsultationState.PUBLISHED, opens_at__lte=at)
    for consultation in opened.exclude(analyses__is_final=True):
        analyse(consultation=consultation, at=at)
