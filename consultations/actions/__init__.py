"""Writes of consultations."""

from ..errors import ConsultationError, NotAllowed, UnknownStatement, UnknownVoice, VotingClosed
from .log import append
from .publishing import publish, section_page, withdraw, write_texts
from .voting import vote

__all__ = [
    "ConsultationError",
    "NotAllowed",
    "UnknownStatement",
    "UnknownVoice",
    "VotingClosed",
    "append",
    "publish",
    "section_page",
    "vote",
    "withdraw",
    "write_texts",
]
