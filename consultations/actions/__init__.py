"""Writes of consultations."""

from ..errors import (
    AlreadyDecided,
    AlreadySaid,
    ConsultationError,
    Incomplete,
    NotAllowed,
    QuestionnaireClosed,
    StaleAnswers,
    TooManyWaiting,
    UnknownStatement,
    UnknownVoice,
    VotingClosed,
)
from .erasing import erase_votes
from .log import append
from .moderation import merge_statement, publish_statement, refuse_statement
from .phasing import lay_phases, settle, start_from
from .publishing import publish, section_page, withdraw, write_texts
from .responding import discard_draft, save_section, send
from .statements import propose_statement
from .voting import vote

__all__ = [
    "AlreadyDecided",
    "AlreadySaid",
    "ConsultationError",
    "Incomplete",
    "NotAllowed",
    "QuestionnaireClosed",
    "StaleAnswers",
    "TooManyWaiting",
    "UnknownStatement",
    "UnknownVoice",
    "VotingClosed",
    "append",
    "discard_draft",
    "erase_votes",
    "lay_phases",
    "merge_statement",
    "propose_statement",
    "publish",
    "publish_statement",
    "refuse_statement",
    "save_section",
    "section_page",
    "send",
    "settle",
    "start_from",
    "vote",
    "withdraw",
    "write_texts",
]
