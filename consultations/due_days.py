"""The days on which answers are due, as a calendar to subscribe to. (leaf)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.exports import ics
from kernel.languages.choices import current_language
from kernel.languages.models import value_used

from .exports.register import address_of
from .queries.register import Row


def calendar_of_due_days(rows: Sequence[Row], name: str) -> bytes:
    """One whole day an answer that is due, in the reader's language; it goes once the answer is given."""
    url = f"{settings.BASE_URL}{reverse('consultations:register')}"
    return ics.feed([_entry(row) for row in rows if row.is_waiting], name=name, language=current_language(), url=url)


def _entry(row: Row) -> ics.Entry:
    recommendation = row.recommendation
    zone = recommendation.consultation.tzinfo
    day = datetime.combine(recommendation.due_on, time(), zone)  # type: ignore[arg-type]  # it waits: it has a day
    authority = str(value_used(recommendation.addressee, "name"))
    host = settings.BASE_URL.partition("://")[2].partition(":")[0]
    sender, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return ics.Entry(
        uid=f"recommendation-{recommendation.pk}@{host}",
        sequence=recommendation.rev,
        start=day,
        end=datetime.combine(day.date() + timedelta(days=1), time(), zone),
        zone=recommendation.consultation.zone,
        is_day=True,
        summary=_("Réponse attendue : %(authority)s") % {"authority": authority},
        description=f"{recommendation.number}. {value_used(recommendation, 'heard')}\n{address_of(row)}",
        location="",
        url=address_of(row),
        organizer=ics.Organizer(name=sender or str(settings.SITE_NAME), email=email),
        status="CONFIRMED",
        at=row.last.at,
        changed_at=row.last.at,
        is_free=True,
        language=current_language(),
    )
