"""Meetings, their seats and programme, who registered, and the page that tells of them."""

from .answers import Answer, AnswerPurge, MeetingHelper, Picked
from .codes import InvitationCode
from .documents import MeetingDocument
from .joining import JoinVisit, PersonalCalendar
from .meeting import Meeting, MeetingQuerySet
from .messages import MessageText, ReminderRound, TeamMessage
from .offers import Offer
from .page import MeetingPage, MeetingsPage
from .parts import ProgrammeItem, Quota
from .questions import Question, QuestionChoice
from .registration import Registration, RegistrationQuerySet

__all__ = [
    "Answer",
    "AnswerPurge",
    "InvitationCode",
    "JoinVisit",
    "Meeting",
    "MeetingDocument",
    "MeetingHelper",
    "MeetingPage",
    "MeetingQuerySet",
    "MeetingsPage",
    "MessageText",
    "Offer",
    "PersonalCalendar",
    "Picked",
    "ProgrammeItem",
    "Question",
    "QuestionChoice",
    "Quota",
    "Registration",
    "RegistrationQuerySet",
    "ReminderRound",
    "TeamMessage",
]
