"""Writes of consultations."""

from ..errors import ConsultationError, NotAllowed, UnknownStatement, UnknownVoice, VotingClosed
from .publishing import publish, section_page, withdraw, write_texts
from .voting import vote

__all__ = [
    "ConsultationError",
    "NotAllowed",
    "UnknownStatement",
    "UnknownVoice",
    "VotingClosed",
    "publish",
    "section_page",
    "vote",
    "withdraw",
    "write_texts",
]
