"""Why there is no seat, in words: the pool that decides, and what stands in the way."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.capacity import Pool, Room, Seat, Tally, claims_of, left_in, offered_in, room_in
from events.models import Meeting, Quota

from .seats import Seats, seats_of


def why_full(meeting: Meeting, seat: Seat, at: datetime | None = None, *, in_line: bool = False) -> str:
    """Why a newcomer finds no seat of this kind, in a sentence; blank where there is one.

    `in_line` asks for someone who waits already and whom the team would serve by hand.
    """
    return why_full_in(seats_of(meeting, at), seat, in_line=in_line)


def why_full_in(seats: Seats, seat: Seat, *, in_line: bool = False) -> str:
    """The same of seats that are read already."""
    claims = {} if in_line else claims_of(seats.pools, seats.tally)
    covering = [pool for pool in seats.pools if pool.covers(seat)]
    rooms = {pool: room_in(pool, seats.tally, claims, despite_closed=in_line) for pool in covering}
    if min(rooms.values(), default=Room.FREE) == Room.FREE:
        return ""
    decides = min(rooms, key=lambda pool: (rooms[pool], left_in(pool, seats.tally)))
    quota = next((row.quota for row in seats.quotas if row.quota.pk == decides.ident), None)
    return _sentence(rooms[decides], decides, quota, seats.tally)


def _sentence(room: Room, pool: Pool, quota: Quota | None, tally: Tally) -> str:
    whom = _("la rencontre") if quota is None else _("« %(whom)s »") % {"whom": quota}
    if room == Room.FULL:
        return _all_taken(pool, offered_in(pool, tally), whom)
    if room == Room.HELD:
        return _("Les places qui restent pour %(whom)s sont gardées pour des personnes invitées.") % {"whom": whom}
    if room == Room.CLOSED:
        return _("Les places prévues pour %(whom)s sont fermées pour le moment.") % {"whom": whom}
    return _("Des personnes attendent déjà les places qui restent pour %(whom)s : chacune à son tour.") % {"whom": whom}


def _all_taken(pool: Pool, offered: int, whom: str) -> str:
    facts = {"size": pool.size, "offered": offered, "whom": whom}
    if pool.size == 0:
        return _("Aucune place n’est prévue pour %(whom)s.") % facts
    taken = ngettext(
        "La seule place prévue pour %(whom)s est prise.",
        "Les %(size)s places prévues pour %(whom)s sont prises.",
        pool.size,
    )
    if not offered:
        return taken % facts
    on_offer = ngettext(
        "%(offered)s d’entre elles attend la réponse d’une personne à qui elle est proposée.",
        "%(offered)s d’entre elles attendent la réponse des personnes à qui elles sont proposées.",
        offered,
    )
    if pool.size == 1:
        on_offer = _("La personne à qui elle est proposée n’a pas encore répondu.")
    return f"{taken} {on_offer}" % facts
