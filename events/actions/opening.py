"""Closing and reopening by hand: a whole meeting's registration, or one quota."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from events.choices import MeetingState, Opening
from events.errors import MeetingError
from events.models import Meeting, Quota
from events.windows import because_of_dates
from kernel.audit.actions import record

from .locking import Locked, lock_seats, seats_transaction
from .seating import settle
from .team import team_only

if TYPE_CHECKING:
    from actors.models import Person


def close_registrations(*, meeting: Meeting, by: Person, at: datetime) -> Meeting:
    """Take no registration until further notice, whatever the dates say; the waiting list rests. Safe to repeat.

    Raises NotAllowed, MeetingError for a meeting that takes none, RetryLater.
    """
    return _set_opening(meeting, Opening.CLOSED, "events.registrations_closed", by, at)


def reopen_registrations(*, meeting: Meeting, by: Person, at: datetime) -> Meeting:
    """Take registrations again: by the dates set while these allow it, else despite them until the meeting starts.

    Whoever waits is served first. Safe to repeat. Raises NotAllowed, MeetingError, RetryLater.
    """
    team_only(by, _("Seule l’équipe peut ouvrir ou fermer les inscriptions."))
    opening = Opening.OPEN if because_of_dates(meeting, at) else Opening.BY_DATES
    return _set_opening(meeting, opening, "events.registrations_reopened", by, at)


def _set_opening(meeting: Meeting, opening: Opening, verb: str, by: Person, at: datetime) -> Meeting:
    team_only(by, _("Seule l’équipe peut ouvrir ou fermer les inscriptions."))
    with seats_transaction():
        locked = lock_seats(meeting.pk)
        current = locked.meeting
        if current.state != MeetingState.PUBLISHED or at >= current.starts_at:
            raise MeetingError(_("Cette rencontre ne prend pas d’inscriptions."))
        if current.opening == opening:
            return current
        current.opening, current.changed_at = opening, at
        current.save(update_fields=["opening", "changed_at"])
        record(actor=by, verb=verb, target=current, at=at)
        settle(locked, at)
        return current


def close_quota(*, quota: Quota, by: Person, at: datetime) -> Quota:
    """Give no more places of a quota until further notice. Safe to repeat. Raises NotAllowed, RetryLater."""
    return _set_closed(quota, True, "events.quota_closed", by, at)


def reopen_quota(*, quota: Quota, by: Person, at: datetime) -> Quota:
    """Give places of a quota again; whoever waits is served first. Safe to repeat. Raises NotAllowed, RetryLater."""
    return _set_closed(quota, False, "events.quota_reopened", by, at)


def _set_closed(quota: Quota, closed: bool, verb: str, by: Person, at: datetime) -> Quota:
    team_only(by, _("Seule l’équipe peut ouvrir ou fermer les inscriptions."))
    with seats_transaction():
        locked = lock_seats(quota.meeting_id)
        current = _of(locked, quota)
        if current.closed == closed:
            return current
        current.closed = closed
        current.save(update_fields=["closed"])
        record(actor=by, verb=verb, target=locked.meeting, at=at, data={"quota": str(current)})
        settle(locked, at)
        return current


def _of(locked: Locked, quota: Quota) -> Quota:
    for current in locked.quotas:
        if current.pk == quota.pk:
            return current
    raise MeetingError(_("Ce quota n’existe plus."))
