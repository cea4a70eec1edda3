"""What a consultation does not allow; each message is for the person."""

from __future__ import annotations

from typing import Any


class ConsultationError(Exception):
    """An act that a consultation does not allow; the message is for the person."""


class VotingClosed(ConsultationError):
    """The window is not open."""


class NotAllowed(ConsultationError):
    """The person may not do this."""


class UnknownStatement(ConsultationError):
    """The statement is not one of this consultation's published statements."""


class UnknownVoice(ConsultationError):
    """The person may not act for that organisation."""


class AlreadySaid(ConsultationError):
    """The same sentence is at the vote, or waits to be read."""


class TooManyWaiting(ConsultationError):
    """The person has as many sentences waiting as one may have."""


class AlreadyDecided(ConsultationError):
    """Somebody else decided on the statement first."""


class WrongMove(ConsultationError):
    """A recommendation cannot go there from where it stands."""


class Outdated(ConsultationError):
    """Somebody else moved the recommendation since it was read."""


class QuestionnaireClosed(ConsultationError):
    """No phase takes responses now, or none from this person."""


class StaleAnswers(ConsultationError):
    """Another tab or device changed the same answers meanwhile; `response` is what is kept now."""

    def __init__(self, message: str, response: Any) -> None:
        super().__init__(message)
        self.response = response


class Incomplete(ConsultationError):
    """Answers to mend before sending: `problems` is question id -> sentence."""

    def __init__(self, message: str, problems: dict[int, str]) -> None:
        super().__init__(message)
        self.problems = problems


class PositionMoved(ConsultationError):
    """Somebody else of the organisation signed since the position was read."""


class MandateRefused(ConsultationError):
    """The mandate cannot be given as asked."""
