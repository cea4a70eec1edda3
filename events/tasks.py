"""The waiting list's periodic work: offers end at their hour, and no free place stays with nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from .actions import expire_offers, promote_all


@periodic("events.offers", every=timedelta(minutes=1))
def serve_waiting_lists(at: datetime) -> None:
    """Let late offers go, then serve every list again: whatever freed a place, it finds its person."""
    expire_offers(at=at)
    promote_all(at=at)
