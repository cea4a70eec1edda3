"""Which consultations have something new to publish: those whose log has grown since the last time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import QuerySet

from .models import Consultation

AFTER_CLOSE = timedelta(days=2)


def running(at: datetime) -> QuerySet[Consultation]:
    """Published consultations that are open, or closed less than two days ago."""
    found: QuerySet[Consultation] = Consultation.objects.published()
    return found.filter(opens_at__lte=at, closes_at__gt=at - AFTER_CLOSE)


def grown(
    name: str, consultations: QuerySet[Consultation], closed: Callable[[Consultation], object]
) -> Iterator[Consultation]:
    """Those with something in their log since `name` was last done with them, or of which `closed`, what has closed of
    them, says something else. One is done once the next is asked for: what raises is tried again."""
    for consultation in consultations.select_related("log_head"):
        head = getattr(consultation, "log_head", None)
        seen = f"{head.sequence if head else 0}:{closed(consultation)}"
        key = f"consultations:{name}:{consultation.pk}"
        if cache.get(key) == seen:
            continue
        yield consultation
        cache.set(key, seen, timeout=None)
