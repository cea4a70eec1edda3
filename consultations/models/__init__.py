"""Records of consultations."""

from .consultations import OWN_ADDRESSES, Consultation, ConsultationQuerySet, Phase
from .log import LogEntry, LogHead
from .pages import ConsultationPage, ConsultationsPage
from .participation import Participant, Vote
from .positions import Mandate, Position, PositionRevision, PositionStance
from .publication import Analysis, Package, PublishedAnswers, PublishedTable
from .questionnaire import Option, Question, Response, ResponseAnswer, ResponseFile, Section
from .recommendations import Holiday, Recommendation, RecommendationEntry, WorkingCalendar
from .statements import Statement

__all__ = [
    "OWN_ADDRESSES",
    "Analysis",
    "Consultation",
    "ConsultationPage",
    "ConsultationQuerySet",
    "ConsultationsPage",
    "Holiday",
    "LogEntry",
    "LogHead",
    "Mandate",
    "Option",
    "Package",
    "Participant",
    "Phase",
    "Position",
    "PositionRevision",
    "PositionStance",
    "PublishedAnswers",
    "PublishedTable",
    "Question",
    "Recommendation",
    "RecommendationEntry",
    "Response",
    "ResponseAnswer",
    "ResponseFile",
    "Section",
    "Statement",
    "Vote",
    "WorkingCalendar",
]
