"""Django's EMAIL_BACKEND: what allauth, Wagtail and Django send goes through the outbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from . import actions


class OutboxBackend(BaseEmailBackend):
    """Stores messages as they are; a task sends them once the caller's transaction commits."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages; returns how many were addressed to someone."""
        now = timezone.now()
        return sum(actions.queue_message(message=message, at=now) is not None for message in email_messages)
