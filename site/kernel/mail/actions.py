"""What writes in the outbox."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction

from kernel.languages.choices import DEFAULT, LANGUAGES, current_language

from . import registry
from .models import Mail


def queue(
    *,
    letter: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    at: datetime,
    person: AbstractBaseUser | None = None,
    key: str = "",
    stream: str = "",
    calendar: bytes | str | None = None,
    confidential: bool = False,
) -> Mail:
    """Owe someone a mail: one row in the caller's transaction, sent by a task once it commits, never if it rolls back.

    `letter` is a registered name and `context` JSON for its builder; `language` is the reader's. With a `key` the same
    fact is mailed once to an address: a second call changes nothing and returns the first row. Mails of the same
    `stream` ("meeting:12") reach an address in the order in which they were queued. `calendar` is an iCalendar object
    frozen now; give it in the Letter instead where it should speak the reader's language. `confidential` hides a
    mail that carries a code or a personal link from the team's mailbox. Raises LookupError for an unknown letter.
    """
    if not registry.is_registered(letter):
        raise LookupError(f"no letter is registered as {letter!r}")
    fields: dict[str, Any] = {
        "letter": letter,
        "context": dict(context),
        "language": language if language in LANGUAGES else DEFAULT,
        "recipients": [to],
        "person_id": person.pk if person else None,
        "stream": stream,
        "calendar": calendar.decode() if isinstance(calendar, bytes) else calendar or "",
        "confidential": confidential,
        "queued_at": at,
        "dispatched_at": at,
        "due_at": at,
    }
    if not key:
        return _dispatched(Mail.objects.create(to=to, **fields))
    mail, created = Mail.objects.get_or_create(key=key, to=to, defaults=fields)
    return _dispatched(mail) if created else mail


def queue_message(*, message: EmailMessage, at: datetime) -> Mail | None:
    """Owe the mail that a third party composed (allauth, Wagtail). Returns None where it is addressed to nobody."""
    recipients = message.recipients()
    if not recipients:
        return None
    mail = Mail.objects.create(
        raw=message.message().as_bytes(),
        to=recipients[0],
        recipients=list(recipients),
        language=current_language(),
        subject=" ".join(str(message.subject).split())[:300],
        confidential=True,
        queued_at=at,
        dispatched_at=at,
        due_at=at,
    )
    return _dispatched(mail)


def _dispatched(mail: Mail) -> Mail:
    """Hand the mail to a task after commit; the periodic sweep finds it if the process dies in between."""
    from .tasks import send_mail  # noqa: PLC0415  (the task calls back into this app)

    transaction.on_commit(partial(send_mail.enqueue, mail.pk), robust=True)
    return mail
