"""Authorities are reminded before the day, on the day after and a month after; the team hears of delays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from ..models import Recommendation
from ..queries.register import sent
from ..recommendations import DUE_SOON, LATE, LONG_OVERDUE, WAITING, Standing, standing
from . import fates

CAUGHT_UP = timedelta(days=7)
"""A reminder that was missed is still told within a week of its day, not after: keys of old mails are forgotten."""


def remind(*, at: datetime) -> int:
    """Tell whom it concerns that an answer is due soon or overdue; returns how many recommendations were looked at.

    Each standing is told once to a person and authority, however often it runs.
    """
    near = sent().filter(state__in=WAITING, due_on__lte=(at + DUE_SOON + timedelta(days=1)).date())
    looked_at = 0
    for recommendation in near.select_related("consultation", "addressee").order_by("pk"):
        today = at.astimezone(recommendation.consultation.tzinfo).date()
        found = standing(recommendation.state, recommendation.due_on, today)
        if found == Standing.ON_TIME or today - _since(recommendation, found) > CAUGHT_UP:
            continue
        looked_at += 1
        with transaction.atomic():
            fates.remind(recommendation, found, at)
            if found in LATE:
                fates.late(recommendation, found, at)
    return looked_at


def _since(recommendation: Recommendation, found: Standing) -> date:
    """The first day of a standing."""
    due = recommendation.due_on
    if due is None:
        raise ValueError("what is not sent has no due day")
    return {
        Standing.DUE_SOON: max(due - DUE_SOON, _sent_on(recommendation)),
        Standing.OVERDUE: due + timedelta(days=1),
        Standing.LONG_OVERDUE: due + LONG_OVERDUE + timedelta(days=1),
    }[found]


def _sent_on(recommendation: Recommendation) -> date:
    sent_at = recommendation.sent_at
    return sent_at.astimezone(recommendation.consultation.tzinfo).date() if sent_at else date.min
