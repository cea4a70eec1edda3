"""The addresses by which a mail is unsubscribed from: signed, good for ever, and the proof by themselves (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.urls import reverse

SALT = "forums.unsubscribe"


@dataclass(frozen=True)
class Stopped:
    """Whose mails stop, and of which topic; None: all that forums send."""

    person_id: int
    topic_id: int | None


def address_to_stop(person_id: int, topic_id: int | None = None) -> str:
    """The address that stops the mails of a topic, or all mails of forums, in the active language."""
    return reverse("my_forums:stop", args=[Signer(salt=SALT).sign_object([person_id, topic_id])])


def stopped_by(token: str) -> Stopped | None:
    """What an address stops; None for one that was not made here."""
    try:
        person_id, topic_id = Signer(salt=SALT).unsign_object(token)
    except (BadSignature, TypeError, ValueError):
        return None
    return Stopped(person_id, topic_id)
