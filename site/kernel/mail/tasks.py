"""What the outbox does outside requests."""

from django_tasks import task


@task()
def send_mail(mail_id: int) -> None:
    """Render and send one mail of the outbox."""
