"""Answers to closed questions are brought up to date, and drafts left after the close go. (leaf)"""

from datetime import datetime, timedelta

from django.core.cache import cache

from kernel.jobs.registry import periodic

from .actions.answer_tables import publish_answers
from .actions.responding import purge_drafts
from .models import Consultation

AFTER_CLOSE = timedelta(days=2)


@periodic("consultations.answers", every=timedelta(minutes=5))
def bring_answers_up_to_date(at: datetime) -> None:
    """Of every consultation with a questionnaire that runs, or has just closed, and whose log has grown since."""
    running = Consultation.objects.published().filter(opens_at__lte=at, closes_at__gt=at - AFTER_CLOSE)
    for consultation in running.filter(sections__isnull=False).distinct().select_related("log_head"):
        head = getattr(consultation, "log_head", None)
        shut = consultation.phases.filter(closes_at__lte=at).count()
        seen = f"{head.sequence if head else 0}:{shut}"
        key = f"consultations:answers:{consultation.pk}"
        if cache.get(key) == seen:
            continue
        publish_answers(consultation=consultation, at=at)
        cache.set(key, seen, timeout=None)


@periodic("consultations.drafts", every=timedelta(days=1))
def forget_drafts(at: datetime) -> None:
    """What was written and never sent goes thirty days after the close: it holds people's own words."""
    purge_drafts(at=at)
