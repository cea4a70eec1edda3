"""What an action may refuse, said to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Draft


class ForumError(Exception):
    """An act that a forum does not allow; the message is for the person, `field` is where it belongs on the form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return self.message


class NotAllowed(ForumError):
    """The person may not do this, or not any more."""


class Refused(ForumError):
    """What was written cannot be taken as it is."""


class AlreadyDecided(ForumError):
    """Another moderator decided first, or is at it: nothing was changed."""


class TooFast(ForumError):
    """Many messages in a short time: try again in `wait` seconds, nothing is lost."""

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class StaleDraft(ForumError):
    """What is kept changed since it was read; `kept` is what it says now, None where it is gone."""

    def __init__(self, message: str, kept: Draft | None) -> None:
        super().__init__(message, "source")
        self.kept = kept
