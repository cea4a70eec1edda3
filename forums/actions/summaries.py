"""Summaries are owed at seven in the morning where their reader lives: every day, or on Mondays."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from forums.choices import Rhythm
from forums.models import MailRhythm
from forums.queries.summaries import news_for
from kernel.mail.actions import queue

HOUR = 7
MONDAY = 0


def last_due(kept: MailRhythm, at: datetime) -> datetime:
    """The last time at which a summary was due, by the reader's clock."""
    local = at.astimezone(kept.person.zone)
    due = local.replace(hour=HOUR, minute=0, second=0, microsecond=0, fold=0)
    days = (local.weekday() - MONDAY) % 7 if kept.rhythm == Rhythm.WEEKLY else 0
    due -= timedelta(days=days)  # on the wall: the clocks may change in between
    return due if due <= local else due - timedelta(days=7 if kept.rhythm == Rhythm.WEEKLY else 1)


def owe_summaries(*, at: datetime) -> int:
    """Owe those who asked for a summary what is due, where something is new; returns how many. Safe to repeat."""
    asked = MailRhythm.objects.filter(rhythm__in=[Rhythm.DAILY, Rhythm.WEEKLY], person__is_active=True)
    return sum(_owe(kept, at) for kept in asked.select_related("person").order_by("pk"))


@transaction.atomic
def _owe(kept: MailRhythm, at: datetime) -> bool:
    """In one transaction with the note of it: two schedulers write one summary."""
    due, since = last_due(kept, at), kept.told_until
    if since is not None and since >= due:
        return False
    if not MailRhythm.objects.filter(pk=kept.pk, told_until=since, rhythm=kept.rhythm).update(told_until=due):
        return False
    if since is None or not news_for(kept.person, since, due).topics:
        return False
    queue(
        letter="forums.digest",
        to=kept.person.email,
        language=kept.person.language,
        context={"person": kept.person.pk, "since": since.isoformat(), "until": due.isoformat()},
        at=at,
        person=kept.person,
        key=f"forums.digest:{kept.person.pk}:{due:%Y-%m-%d}",
    )
    return True
