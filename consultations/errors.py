"""What a consultation does not allow; each message is for the person."""

from __future__ import annotations


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
