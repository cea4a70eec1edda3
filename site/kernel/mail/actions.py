"""What writes in the outbox."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction

from kernel.languages.choices import DEFAULT, LANGUAGES, current_language

from . import registry
from .choices import MailState
from .models import Mail

BATCH = 500


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
    _must_know(letter)
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


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One of many readers of the same letter: where it goes, in which language, and what it says to them."""

    to: str
    language: str
    context: Mapping[str, Any]
    person: AbstractBaseUser | None = None
    key: str
    stream: str = ""


def queue_many(*, letter: str, readers: Iterable[Reader], at: datetime) -> int:
    """Owe one letter to many in the caller's transaction; returns to how many.

    They leave at the pace of settings.MAIL_MANY_A_MINUTE (100), from the next minute on, so that neither the mail
    server nor anybody's own confirmation waits behind them. Each reader's `key` keeps a repeat from mailing them
    again. Raises LookupError for an unknown letter.
    """
    _must_know(letter)
    pace = int(getattr(settings, "MAIL_MANY_A_MINUTE", 100))
    mails = [
        Mail(
            letter=letter,
            context=dict(reader.context),
            language=reader.language if reader.language in LANGUAGES else DEFAULT,
            to=reader.to,
            recipients=[reader.to],
            person_id=reader.person.pk if reader.person else None,
            stream=reader.stream,
            key=reader.key,
            queued_at=at,
            dispatched_at=at,
            due_at=at + timedelta(minutes=1 + index // pace),
        )
        for index, reader in enumerate(readers)
    ]
    Mail.objects.bulk_create(mails, batch_size=BATCH, ignore_conflicts=True)
    return len(mails)


@transaction.atomic
def gather(
    *,
    letter: str,
    to: str,
    language: str,
    gathering: str,
    item: str | int,
    context: Mapping[str, Any],
    at: datetime,
    wait: timedelta,
    person: AbstractBaseUser | None = None,
) -> Mail:
    """Owe someone a mail that tells several facts: it leaves `wait` after the first, with what came meanwhile.

    The builder finds them in its context under "items", each once, in the order in which they came. Mails of the same
    `gathering` reach an address in order. Raises LookupError for an unknown letter.
    """
    _must_know(letter)
    fields: dict[str, Any] = {
        "letter": letter,
        "context": {**context, "items": [item]},
        "language": language if language in LANGUAGES else DEFAULT,
        "recipients": [to],
        "person_id": person.pk if person else None,
        "stream": gathering,
        "queued_at": at,
        "dispatched_at": at,
        "due_at": at + wait,
    }
    waiting = Mail.objects.select_for_update()  # the sender's claim takes the same lock
    first = {"gathering": gathering, "to": to, "state": MailState.QUEUED, "attempts": 0}
    mail, created = waiting.get_or_create(**first, defaults=fields)
    if not created and item not in mail.context["items"]:
        mail.context["items"].append(item)
        mail.save(update_fields=["context"])
    return mail


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


def _must_know(letter: str) -> None:
    if not registry.is_registered(letter):
        raise LookupError(f"no letter is registered as {letter!r}")


def _dispatched(mail: Mail) -> Mail:
    """Hand the mail to a task after commit; the periodic sweep finds it if the process dies in between."""
    from .tasks import send_mail  # noqa: PLC0415  (the task calls back into this app)

    transaction.on_commit(partial(send_mail.enqueue, mail.pk), robust=True)
    return mail
