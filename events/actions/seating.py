"""Who gets a seat, decided under the lock of the meeting; and what follows whenever seats change."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from events.capacity import Room, Seat, Waiter, is_held, next_in_line, room_for, taken_in, without_hold, without_seat
from events.choices import Promotion, RegistrationState
from events.models import Registration
from events.queries import pool_of, pools_of, tally_of
from events.windows import offer_until, promotes_by_itself
from kernel.audit.actions import record

from .locking import Locked
from .ranks import line_moved
from .states import make_offer, move, welcome
from .telling import seats_changed, standing_changed, tell

if TYPE_CHECKING:
    from actors.models import Person


def room_at(
    locked: Locked,
    seat: Seat,
    at: datetime,
    *,
    code_id: int | None = None,
    behind_queue: bool = True,
    by_hand: bool = False,
    leaving: Seat | None = None,
) -> Room:
    """What someone finds who would take this seat.

    `code_id` is their invitation: a place that it keeps is theirs, whoever waits and whatever is closed. `by_hand`
    asks for the team, which may open what it closed; `leaving` is the seat that they give back with the same act.
    """
    tally = tally_of(locked.meeting, at)
    if leaving:
        tally = without_seat(tally, leaving)
    is_kept = is_held(tally, code_id)
    return room_for(
        seat,
        pools_of(locked.meeting, locked.quotas),
        without_hold(tally, code_id) if is_kept else tally,
        behind_queue=behind_queue and not is_kept,
        despite_closed=by_hand or is_kept,
    )


def settle(locked: Locked, at: datetime) -> list[Registration]:
    """After seats changed: free places go to those who wait, full quotas close, open pages hear of it.

    Returns those who were offered or given a place.
    """
    served = serve_line(locked, at)
    close_full_quotas(locked, at)
    seats_changed(locked.meeting, at)
    return served


def serve_line(locked: Locked, at: datetime) -> list[Registration]:
    """Offer or give what is free to those who wait, in their order, where the meeting does so by itself."""
    meeting = locked.meeting
    if not promotes_by_itself(meeting, at):
        return []
    line = Registration.objects.in_line().filter(meeting=meeting)
    waiting = {each.pk: each for each in line.select_related("person", "organisation", "registered_by")}
    if not waiting:
        return []
    waiters = [_waiter(registration) for registration in waiting.values()]
    pools, tally = pools_of(meeting, locked.quotas), tally_of(meeting, at)
    served = [waiting[waiter.ident] for waiter in next_in_line(waiters, pools, tally)]
    for registration in served:
        registration.meeting = meeting
        if meeting.promotion == Promotion.DIRECT:
            give(registration, locked, None, at)
        else:
            offer_seat(registration, locked, None, at)
    if served:
        line_moved(meeting)
    return served


def _waiter(registration: Registration) -> Waiter:
    since = registration.waitlisted_at
    if since is None:
        raise ValueError(f"registration {registration.pk} does not wait")
    return Waiter(registration.pk, registration.seat, since, registration.priority, registration.invitation_id)


def offer_seat(registration: Registration, locked: Locked, by: Person | None, at: datetime) -> None:
    """Hold a seat for someone who waits, and ask them."""
    until = offer_until(locked.meeting, at)
    make_offer(registration, until, by, at)
    held_until = until.isoformat()
    record(actor=by, verb="events.offered", target=registration, at=at, data={"offered_until": held_until})
    tell("place_offered", registration, locked.meeting, at, offered_until=held_until)
    standing_changed(registration, at)


def give(registration: Registration, locked: Locked, by: Person | None, at: datetime) -> None:
    """Confirm someone who waited, or who was offered a place."""
    move(registration, RegistrationState.CONFIRMED, at)
    record(actor=by, verb="events.confirmed", target=registration, at=at)
    welcome(registration, locked.meeting, at)
    standing_changed(registration, at)


def close_full_quotas(locked: Locked, at: datetime) -> None:
    """Close the quotas that are to close themselves once every place is taken; the team reopens them."""
    candidates = [quota for quota in locked.quotas if quota.closes_when_full and not quota.closed]
    if not candidates:
        return
    tally = tally_of(locked.meeting, at)
    for quota in candidates:
        if taken_in(pool_of(quota), tally) < quota.size:
            continue
        quota.closed = True
        quota.save(update_fields=["closed"])
        record(actor=None, verb="events.quota_closed", target=locked.meeting, at=at, data={"quota": str(quota)})
