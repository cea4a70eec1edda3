"""Meetings, their seats and programme, who registered, and the page that tells of them."""

from .codes import InvitationCode
from .meeting import Meeting, MeetingQuerySet
from .offers import Offer
from .page import MeetingPage, MeetingsPage
from .parts import ProgrammeItem, Quota
from .registration import Registration, RegistrationQuerySet

__all__ = [
    "InvitationCode",
    "Meeting",
    "MeetingPage",
    "MeetingQuerySet",
    "MeetingsPage",
    "Offer",
    "ProgrammeItem",
    "Quota",
    "Registration",
    "RegistrationQuerySet",
]
