"""From the outbox to the reader: claim, render, deliver, note; and what the sweep mends."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from .choices import UNFINISHED, MailState
from .message import compose
from .models import Mail
from .registry import NotOwed
from .transports import deliver, keeps_bodies

log = logging.getLogger(__name__)

BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]
LEASE = timedelta(minutes=15)
SWEEP_AFTER = timedelta(minutes=2)
SWEEP_BATCH = 200
PERMANENT = range(500, 600)


def send(*, mail_id: int, at: datetime) -> bool:
    """Send one mail if it is its turn; returns whether it was sent.

    The claim is a short transaction under the row's lock, so that two workers never send the same mail; rendering and
    the conversation with the server happen outside any transaction. A failure is noted and tried again later, seven
    times over a day, then given up. A process that dies between the server's answer and the note sends the mail
    twice, under the same Message-ID.
    """
    mail = _claim(mail_id, at)
    if mail is None:
        return False
    try:
        deliver(compose(mail))
    except NotOwed as reason:
        _note_dropped(mail, reason)
        _dispatch_next(mail, at)
        return False
    except Exception as error:  # whatever the letter or the server raises, the mail is still owed
        log.warning("mail %s to be tried again: %r", mail.uid, error)
        _note_failure(mail, error, at)
        return False
    _note_sent(mail, at)
    _dispatch_next(mail, at)
    return True


@transaction.atomic
def _claim(mail_id: int, at: datetime) -> Mail | None:
    mail = Mail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None or mail.state != MailState.QUEUED or mail.due_at > at or _is_behind_another(mail):
        return None
    mail.state = MailState.SENDING
    mail.claimed_at = at
    mail.attempts += 1
    mail.save(update_fields=["state", "claimed_at", "attempts"])
    return mail


def _is_behind_another(mail: Mail) -> bool:
    """Whether an earlier mail of its stream still has to reach the same address."""
    if not mail.stream:
        return False
    return Mail.objects.filter(stream=mail.stream, to=mail.to, pk__lt=mail.pk, state__in=UNFINISHED).exists()


def _note_sent(mail: Mail, at: datetime) -> None:
    mail.state = MailState.SENT
    mail.sent_at = at
    mail.last_error = ""
    if not keeps_bodies():
        mail.html = mail.text = mail.calendar = ""
        mail.raw = b""
    if mail.confidential:
        mail.context = {}  # it held the code or the link
    mail.save(update_fields=["state", "sent_at", "last_error", "subject", "html", "text", "calendar", "raw", "context"])


def _note_dropped(mail: Mail, reason: NotOwed) -> None:
    mail.state = MailState.DROPPED
    mail.last_error = str(reason)[:1000]
    mail.context = {}
    mail.save(update_fields=["state", "last_error", "context"])


def _note_failure(mail: Mail, error: Exception, at: datetime) -> None:
    given_up = mail.attempts > len(BACKOFF) or _is_permanent(error)
    mail.state = MailState.FAILED if given_up else MailState.QUEUED
    mail.due_at = at if given_up else at + BACKOFF[mail.attempts - 1]
    mail.last_error = repr(error)[:1000]
    mail.save(update_fields=["state", "due_at", "last_error", "subject"])
    if given_up:
        log.error("mail %s given up after %s attempts: %r", mail.uid, mail.attempts, error)
        _dispatch_next(mail, at)


def _is_permanent(error: Exception) -> bool:
    """Whether the server refused the address for good."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code in PERMANENT for code, _reason in error.recipients.values())


def _dispatch_next(mail: Mail, at: datetime) -> None:
    """Hand over the mail that waited behind this one."""
    if not mail.stream:
        return
    waiting = Mail.objects.filter(stream=mail.stream, to=mail.to, pk__gt=mail.pk, state=MailState.QUEUED)
    if (following := waiting.filter(due_at__lte=at).order_by("pk").first()) is not None:
        _dispatch(following)


def _dispatch(mail: Mail) -> None:
    from .tasks import send_mail  # noqa: PLC0415  (the task calls back into this module)

    send_mail.enqueue(mail.pk)


def sweep(*, at: datetime) -> int:
    """Hand over again what is due and was lost or failed, free what a dead process was sending; returns how many."""
    stuck = Mail.objects.filter(state=MailState.SENDING, claimed_at__lt=at - LEASE)
    stuck.filter(attempts__gt=len(BACKOFF)).update(state=MailState.FAILED, last_error="the process died while sending")
    stuck.update(state=MailState.QUEUED)
    never_handed = Q(dispatched_at__lt=F("due_at"))  # since it became due: a later attempt, or one for a later hour
    with transaction.atomic():
        lost = Mail.objects.select_for_update(skip_locked=True).filter(
            never_handed | Q(dispatched_at__lt=at - SWEEP_AFTER), state=MailState.QUEUED, due_at__lte=at
        )
        mails = list(lost.order_by("pk")[:SWEEP_BATCH])
        Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(dispatched_at=at)
    for mail in mails:
        _dispatch(mail)
    return len(mails)


def purge(*, at: datetime) -> int:
    """Erase what mails said once settings.MAIL_KEPT_DAYS (90) have passed; that they were sent stays known."""
    kept = timedelta(days=int(getattr(settings, "MAIL_KEPT_DAYS", 90)))
    old = Mail.objects.filter(queued_at__lt=at - kept, purged_at__isnull=True).exclude(state__in=UNFINISHED)
    return old.update(purged_at=at, context={}, raw=b"", html="", text="", calendar="")
