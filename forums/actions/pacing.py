"""Not too much at once: rates of a person, and slow mode."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from forums.errors import TooFast
from forums.models import Room
from forums.restraint import why_wait
from kernel.requests.limits import seconds_to_wait

if TYPE_CHECKING:
    from actors.models import Person


def slow_down(name: str, person: Person, rates: tuple[str, ...], at: datetime) -> None:
    """Count one more act of a person. Raises TooFast where there were too many of its name."""
    for rate in rates:
        if wait := seconds_to_wait(name, f"p:{person.pk}", rate, at):
            raise TooFast(
                _("Vous écrivez beaucoup en peu de temps. Votre texte est gardé : renvoyez-le dans un moment."), wait
            )


def one_after_the_other(person: Person, room: Room) -> None:
    """In a slow room, what someone sends at once to several topics is looked at in turn. Before the topics' locks."""
    if room.slow_seconds:
        type(person)._default_manager.select_for_update(no_key=True).get(pk=person.pk)


def wait_until(until: datetime | None, person: Person, at: datetime) -> None:
    """Raise TooFast where slow mode asks a person to wait."""
    if until:
        raise TooFast(why_wait(person, until, at), math.ceil((until - at).total_seconds()))
