"""Reminders of answers that are due are looked for every hour. (leaf)"""

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from .actions.due_reminders import remind


@periodic("consultations.due_answers", every=timedelta(hours=1))
def due_answers(at: datetime) -> None:
    """What is due soon or overdue is told."""
    remind(at=at)
