"""What the outbox does outside requests."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from kernel.jobs.registry import periodic

from . import sending


@task(priority=10)  # type: ignore[untyped-decorator]  # django-tasks ships no types
def send_mail(mail_id: int) -> None:
    """Render and send one mail of the outbox."""
    sending.send(mail_id=mail_id, at=timezone.now())


@periodic("mail.sweep", every=timedelta(minutes=1))
def sweep(at: datetime) -> None:
    """Mails that failed, or whose task was lost, are handed over again."""
    sending.sweep(at=at)


@periodic("mail.purge", every=timedelta(days=1))
def purge(at: datetime) -> None:
    """What old mails said is erased."""
    sending.purge(at=at)
