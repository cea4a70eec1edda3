"""A person joins a consultation with their first act, under one voice for all of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from actors.queries import Speaking, voice_of

from ..errors import UnknownVoice
from ..models import Consultation, Participant

if TYPE_CHECKING:
    from actors.models import Person


def participant_for(
    person: Person, consultation: Consultation, organisation_id: int | None, at: datetime
) -> Participant:
    """The person's participation, made with their first act under the voice they chose. Raises UnknownVoice.

    Called inside the transaction of that act.
    """
    found = Participant.objects.filter(consultation=consultation, person=person).first()
    if found:
        return found
    voice = voice_of(person, organisation_id)
    if voice is None:
        raise UnknownVoice(_("Vous ne pouvez pas répondre comme membre de cette organisation."))
    return _join(person, consultation, voice, at)


def locked_participant(
    person: Person, consultation: Consultation, organisation_id: int | None, at: datetime
) -> Participant:
    """The person's participation, its row locked: the lock sets the order of two acts by the same person.

    Whoever takes all their answers back leaves the consultation; an act that waited for that joins anew.
    Raises UnknownVoice.
    """
    while True:
        participant = participant_for(person, consultation, organisation_id, at)
        locked = Participant.objects.select_for_update().filter(pk=participant.pk).first()
        if locked:
            return locked


def _join(person: Person, consultation: Consultation, voice: Speaking, at: datetime) -> Participant:
    try:
        with transaction.atomic():
            return Participant.objects.create(
                consultation=consultation, person=person, joined_at=at, **voice.as_fields()
            )
    except IntegrityError:  # the same person's other click came first
        return Participant.objects.get(consultation=consultation, person=person)
