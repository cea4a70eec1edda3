"""The periodic work of invitations. (leaf)"""

from __future__ import annotations

from datetime import datetime, timedelta

from kernel.jobs.registry import periodic

from .actions.invitations import expire_invitations


@periodic("forums.invitations", every=timedelta(minutes=1))
def end_late_invitations(at: datetime) -> None:
    """End invitations past their date: pages left open close within the minute."""
    expire_invitations(at=at)
