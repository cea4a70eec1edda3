"""Answers to closed questions are brought up to date, and drafts left after the close go. (leaf)"""

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from .actions.answer_tables import publish_answers
from .actions.responding import purge_drafts
from .growing import grown, running


@periodic("consultations.answers", every=timedelta(minutes=5))
def bring_answers_up_to_date(at: datetime) -> None:
    """Of every consultation with a questionnaire that runs, or has just closed, and whose log has grown since."""
    asking = running(at).filter(sections__isnull=False).distinct()
    for consultation in grown("answers", asking, lambda each: each.phases.filter(closes_at__lte=at).count()):
        publish_answers(consultation=consultation, at=at)


@periodic("consultations.drafts", every=timedelta(days=1))
def forget_drafts(at: datetime) -> None:
    """What was written and never sent goes thirty days after the close: it holds people's own words."""
    purge_drafts(at=at)
