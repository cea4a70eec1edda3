"""What is public of running votes is brought up to date twice a minute, away from the hand that votes. (leaf)"""

from datetime import datetime, timedelta

from django.core.cache import cache

from kernel.jobs.registry import periodic

from .actions.analysing import analyse
from .actions.tables import publish_tables
from .choices import ConsultationState
from .models import Consultation

AFTER_CLOSE = timedelta(days=2)


@periodic("consultations.tables", every=timedelta(seconds=30))
def bring_up_to_date(at: datetime) -> None:
    """Tables of every consultation that takes votes, or has just closed, and whose log has grown since."""
    running = Consultation.objects.filter(
        state=ConsultationState.PUBLISHED, opens_at__lte=at, closes_at__gt=at - AFTER_CLOSE
    )
    for consultation in running.select_related("log_head"):
        head = getattr(consultation, "log_head", None)
        seen = f"{head.sequence if head else 0}:{at >= consultation.closes_at}"
        key = f"consultations:tables:{consultation.pk}"
        if cache.get(key) == seen:
            continue
        publish_tables(consultation=consultation, at=at)
        cache.set(key, seen, timeout=None)


@periodic("consultations.analysis", every=timedelta(hours=1))
def look_for_opinion_groups(at: datetime) -> None:
    """Of every consultation that takes votes or has closed without a last analysis."""
    running = Consultation.objects.filter(state=ConsultationState.PUBLISHED, opens_at__lte=at)
    for consultation in running.exclude(analyses__is_final=True):
        analyse(consultation=consultation, at=at)
