"""The MIME message of a mail: ours composed from its letter, a third party's as it was given."""

from email import message_from_bytes
from email.message import Message
from email.utils import formatdate, parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.message import MIMEMixin
from django.utils import translation
from icalendar import Calendar

from . import registry, render
from .models import Mail

INVITATION = "invite.ics"


def compose(mail: Mail) -> EmailMessage:
    """The message to send for an outbox row, in its reader's language; sets the row's subject, html, text, calendar.

    Raises whatever the letter's builder raises; nothing is written to the database.
    """
    if mail.raw:
        return StoredMessage(mail)
    with translation.override(mail.language):
        letter = registry.build(mail.letter, mail.context)
        mail.subject = render.subject_line(letter)
        mail.html = render.to_html(letter)
        mail.text = render.to_text(letter)
    mail.calendar = _as_text(letter.calendar) or mail.calendar
    message = EmailMultiAlternatives(subject=mail.subject, body=mail.text, to=[mail.to], headers=_headers(mail, letter))
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        message.attach_alternative(mail.calendar, f"text/calendar; method={method_of(mail.calendar)}")
        message.attach(INVITATION, mail.calendar.encode(), "application/ics")
    return message


def message_id(name: UUID | str) -> str:
    """The Message-ID of an outbox row: the same at every attempt, so that a doubled mail is seen as one."""
    return f"<{name}@{_domain()}>"


def _domain() -> str:
    """The domain that mails come from."""
    _name, address = parseaddr(str(settings.DEFAULT_FROM_EMAIL))
    return address.rpartition("@")[2] or "localhost"


def method_of(calendar: str) -> str:
    """The METHOD of an iCalendar object, which the MIME part repeats; PUBLISH where it has none."""
    return str(Calendar.from_ical(calendar).get("METHOD", "PUBLISH"))


def _headers(mail: Mail, letter: registry.Letter) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(mail.uid),
        "Date": formatdate(mail.queued_at.timestamp()),
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{render.absolute(letter.unsubscribe)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers | _filing(letter.thread)


def _filing(thread: registry.Thread | None) -> dict[str, str]:
    """The list and the conversation in which mail programs file a letter."""
    if thread is None:
        return {}
    headers = {"List-Id": f"<{thread.list_id}.{_domain()}>"}
    if thread.message:
        headers["Message-ID"] = message_id(thread.message)
    if thread.root and thread.root != thread.message:
        headers["In-Reply-To"] = headers["References"] = message_id(thread.root)
    return headers


def _as_text(calendar: bytes | str) -> str:
    return calendar.decode() if isinstance(calendar, bytes) else calendar


class StoredMessage(EmailMessage):
    """A message that was composed elsewhere, sent as it was given."""

    def __init__(self, mail: Mail) -> None:
        self.raw = bytes(mail.raw)
        parsed = message_from_bytes(self.raw)
        super().__init__(
            subject=mail.subject,
            body="",
            from_email=str(parsed.get("From") or settings.DEFAULT_FROM_EMAIL),
            to=list(mail.recipients) or [mail.to],
        )

    def message(self, *, policy: Any = None) -> Any:
        return message_from_bytes(self.raw, _class=_Parsed)


class _Parsed(MIMEMixin, Message):  # type: ignore[misc]  # the mixin writes bytes as transports ask for them
    """A parsed message that Django's transports can write out."""
