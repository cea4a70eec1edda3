"""How mails leave: kept in the local mailbox, or handed to a server."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

KEPT_LOCALLY = "django.core.mail.backends.dummy.EmailBackend"


def backend() -> str:
    """settings.MAIL_TRANSPORT_BACKEND, the path of a Django e-mail backend; the dummy one keeps mails here."""
    return str(getattr(settings, "MAIL_TRANSPORT_BACKEND", KEPT_LOCALLY))


def keeps_bodies() -> bool:
    """Whether sent mails stay readable here: only in the local mailbox, never once a server has taken them."""
    return backend() == KEPT_LOCALLY


def deliver(message: EmailMessage) -> None:
    """Hand a message over; for the mailbox, being kept in the database is delivery. Raises what the server says."""
    get_connection(backend(), fail_silently=False).send_messages([message])
