"""Meetings, their seats and programme, who registered, and the page that tells of them."""

from .meeting import Meeting, MeetingQuerySet
from .page import MeetingPage, MeetingsPage
from .parts import ProgrammeItem, Quota
from .registration import Registration, RegistrationQuerySet

__all__ = [
    "Meeting",
    "MeetingPage",
    "MeetingQuerySet",
    "MeetingsPage",
    "ProgrammeItem",
    "Quota",
    "Registration",
    "RegistrationQuerySet",
]
