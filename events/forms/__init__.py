"""What people and the team fill in."""

from .meeting import MeetingForm, ReasonForm
from .registration import RegistrationForm

__all__ = ["MeetingForm", "ReasonForm", "RegistrationForm"]
