"""What the team writes to people registered for a meeting: once to each, in their language, at a steady pace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from events import rules
from events.errors import MeetingError, NotAllowed
from events.models import Meeting, TeamMessage
from events.queries.mails import MESSAGE, stream_of
from events.queries.readers import Chosen, readers_of
from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES
from kernel.mail.actions import Reader, queue_many
from kernel.requests.actions import once

from .telling import facts_about, facts_of_person

if TYPE_CHECKING:
    from actors.models import Person


def write_to_registered(
    *,
    meeting: Meeting,
    by: Person,
    registrations: Iterable[int],
    subjects: Mapping[str, str],
    bodies: Mapping[str, str],
    at: datetime,
    key: str = "",
) -> TeamMessage:
    """Write to the people of these registrations; `subjects` and `bodies` by language, at least one of them.

    Each person is written to once, in their language, else in one that the message has. Safe to repeat with the same
    `key`. Raises NotAllowed, MeetingError where nobody is left to read it, ValidationError naming the field, KeyReused.
    """
    if not rules.may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut écrire aux personnes inscrites."))
    idents = sorted(set(registrations))
    words = _words(subjects, bodies)
    message = TeamMessage(meeting=meeting, by=by, written_at=at, **words)
    message.full_clean()

    def act() -> dict[str, int]:
        return {"message": _send(message, idents, by, at).pk}

    with transaction.atomic():
        body: dict[str, Any] = {**words, "registrations": idents}
        scope = f"events.message:{meeting.pk}"
        answer = once(person=by, scope=scope, key=key, body=body, act=act, at=at) if key else act()
    return TeamMessage.objects.get(pk=answer["message"])


def _words(subjects: Mapping[str, str], bodies: Mapping[str, str]) -> dict[str, str]:
    written = {f"subject_{language}": subjects.get(language, "").strip() for language in LANGUAGES}
    return written | {f"body_{language}": bodies.get(language, "").strip() for language in LANGUAGES}


def _send(message: TeamMessage, idents: list[int], by: Person, at: datetime) -> TeamMessage:
    meeting = message.meeting
    people = readers_of(meeting, Chosen(idents=idents)) if idents else []
    if not people:
        raise MeetingError(_("Ce message n’a pas de destinataire : choisissez au moins une personne inscrite."))
    message.readers = len(people)
    message.save()
    facts = {language: facts_about(meeting, language) for language in LANGUAGES}
    queue_many(
        letter=MESSAGE,
        readers=(
            Reader(
                to=registration.person.email,
                language=registration.person.language,
                context={
                    **facts[registration.person.language],
                    **facts_of_person(registration),
                    "message": message.pk,
                },
                person=registration.person,
                key=f"{MESSAGE}:{message.pk}:{registration.person_id}",
                stream=stream_of(meeting.pk, registration.person_id),
            )
            for registration in people
        ),
        at=at,
    )
    data = {"message": message.pk, "readers": message.readers}
    record(actor=by, verb="events.message_written", target=meeting, at=at, data=data)
    return message
