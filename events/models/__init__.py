"""Meetings, their seats and programme, who registered, and the page that tells of them."""

from .meeting import Meeting, MeetingQuerySet, ProgrammeItem, Quota
from .page import MeetingPage, MeetingsPage
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
