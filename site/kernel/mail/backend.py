"""Django's EMAIL_BACKEND: every mail goes through the outbox."""

from django.core.mail.backends.locmem import EmailBackend as OutboxBackend

__all__ = ["OutboxBackend"]
