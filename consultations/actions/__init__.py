"""Writes of consultations."""

from ..errors import (
    AlreadyDecided,
    AlreadySaid,
    ConsultationError,
    Incomplete,
    MandateRefused,
    NotAllowed,
    PositionMoved,
    QuestionnaireClosed,
    StaleAnswers,
    TooManyWaiting,
    UnknownStatement,
    UnknownVoice,
    VotingClosed,
)
from .editing import record_edit
from .erasing import erase_votes
from .log import append, seal_statements
from .mandates import end_mandate, give_mandate
from .moderation import merge_statement, publish_statement, refuse_statement
from .phasing import lay_phases, settle, start_from
from .positions import Wording, sign_position, withdraw_position
from .publishing import publish, section_page, withdraw, write_texts
from .responding import discard_draft, save_section, send
from .statements import propose_statement
from .voting import vote

__all__ = [
    "AlreadyDecided",
    "AlreadySaid",
    "ConsultationError",
    "Incomplete",
    "MandateRefused",
    "NotAllowed",
    "PositionMoved",
    "QuestionnaireClosed",
    "StaleAnswers",
    "TooManyWaiting",
    "UnknownStatement",
    "UnknownVoice",
    "VotingClosed",
    "Wording",
    "append",
    "discard_draft",
    "end_mandate",
    "erase_votes",
    "give_mandate",
    "lay_phases",
    "merge_statement",
    "propose_statement",
    "publish",
    "publish_statement",
    "record_edit",
    "refuse_statement",
    "save_section",
    "seal_statements",
    "section_page",
    "send",
    "settle",
    "sign_position",
    "start_from",
    "vote",
    "withdraw",
    "withdraw_position",
    "write_texts",
]
