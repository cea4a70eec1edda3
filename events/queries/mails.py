"""What was written to whom about a meeting: owed, sent, failed or no longer owed, with its times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.models import Meeting, Registration
from events.standard_texts import TEXTS
from kernel.mail.choices import MailState
from kernel.mail.models import Mail

PREFIX = "events."
MESSAGE = "events.message"
UNREAD_COLUMNS = ("raw", "html", "text", "calendar", "context")


def stream_of(meeting_id: int, person_id: int) -> str:
    """The stream in which letters about one meeting reach one person in their order."""
    return f"meeting:{meeting_id}:{person_id}"


@dataclass(frozen=True)
class MailLine:
    """One line of the log. What the mail said is not in it; `error` is for the team."""

    uid: UUID
    person_id: int | None
    to: str
    label: str
    subject: str
    language: str
    state: MailState
    queued_at: datetime
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    error: str
    confidential: bool

    @property
    def state_label(self) -> str:
        """Where it stands, in words."""
        return str(self.state.label)


def mails_to(person_id: int, meeting_id: int) -> list[MailLine]:
    """What was written to one person about one meeting, the latest first."""
    found = Mail.objects.filter(stream=stream_of(meeting_id, person_id))
    return lines(found.order_by("-pk").defer(*UNREAD_COLUMNS))


def mails_about(meeting: Meeting, *, state: str = "", kind: str = "", person_id: int | None = None) -> QuerySet[Mail]:
    """What was written to anyone about a meeting, the latest first; narrowed by state, kind of letter, person."""
    people = Registration.objects.filter(meeting=meeting).values_list("person_id", flat=True).distinct()
    if person_id is not None:
        people = people.filter(person_id=person_id)
    streams = [stream_of(meeting.pk, person) for person in people]
    found = Mail.objects.filter(stream__in=streams)
    if state in MailState.values:
        found = found.filter(state=state)
    if kind in TEXTS or kind == "message":
        found = found.filter(letter=f"{PREFIX}{kind}")
    return found.order_by("-pk").defer(*UNREAD_COLUMNS)


def lines(mails: Iterable[Mail]) -> list[MailLine]:
    """Mails as lines of the log, in words."""
    return [
        MailLine(
            uid=mail.uid,
            person_id=mail.person_id,
            to=mail.to,
            label=label_of(mail.letter),
            subject=mail.subject,
            language=mail.language,
            state=MailState(mail.state),
            queued_at=mail.queued_at,
            due_at=mail.due_at,
            sent_at=mail.sent_at,
            attempts=mail.attempts,
            error=mail.last_error,
            confidential=mail.confidential,
        )
        for mail in mails
    ]


def label_of(letter: str) -> str:
    """What a letter is called at the desk."""
    if letter == MESSAGE:
        return _("Message de l’équipe")
    kind = letter.removeprefix(PREFIX)
    return str(TEXTS[kind].label) if kind in TEXTS else letter
