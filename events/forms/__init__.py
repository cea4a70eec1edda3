"""What people and the team fill in."""

from .meeting import MeetingForm, ReasonForm
from .registration import ColleagueForm, EditForm, RegistrationForm

__all__ = ["ColleagueForm", "EditForm", "MeetingForm", "ReasonForm", "RegistrationForm"]
