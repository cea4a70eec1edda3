"""Reading the outbox."""

import mimetypes
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet

from .models import Mail


def mails_of(person: AbstractBaseUser) -> QuerySet[Mail]:
    """What was mailed to this person, the latest first."""
    return Mail.objects.filter(_addressed_to(person))


def mailbox_of(viewer: Any, *, demo: bool) -> QuerySet[Mail]:
    """The mails of the local mailbox that this visitor may read (settings.DEMO given as `demo`).

    The team reads all, without the confidential mails of others unless it is an administrator: whoever reads a reset
    link owns the account. In the demo, someone signed in reads their own and a signed-out visitor all of them, since
    they must be able to confirm an address before signing in; the demo listens on the loopback interface only.
    """
    if demo and not viewer.is_authenticated:
        return Mail.objects.all()
    if not viewer.is_authenticated:
        return Mail.objects.none()
    if viewer.is_superuser or (demo and viewer.is_staff):
        return Mail.objects.all()
    if viewer.is_staff:
        return Mail.objects.filter(Q(confidential=False) | _addressed_to(viewer))
    return mails_of(viewer) if demo else Mail.objects.none()


def _addressed_to(person: AbstractBaseUser) -> Q:
    address = getattr(person, "email", "")
    return Q(person_id=person.pk) | Q(to__iexact=address) if address else Q(person_id=person.pk)


@dataclass(frozen=True)
class Body:
    """What a mail says, whoever composed it."""

    html: str = ""
    text: str = ""
    calendar: str = ""
    sender: str = ""
    attachments: list[str] = field(default_factory=list)


def body_of(mail: Mail) -> Body:
    """The parts of a mail that was rendered, or of the message of a third party; empty once erased or not yet sent."""
    if not mail.raw:
        return Body(html=mail.html, text=mail.text, calendar=mail.calendar)
    message = message_from_bytes(bytes(mail.raw), policy=policy.default)
    return Body(
        html=_part(message, "html"),
        text=_part(message, "plain"),
        sender=str(message["From"] or ""),
        attachments=[_filename(part) for part in message.iter_attachments()],
    )


def _part(message: Parsed, kind: str) -> str:
    part = message.get_body(preferencelist=(cast(Any, kind),))
    return str(part.get_content()) if part is not None else ""


def _filename(part: Any) -> str:
    return part.get_filename() or f"{part.get_content_maintype()}{mimetypes.guess_extension(part.get_content_type())}"
