"""Forms of consultations."""

from .consultations import ConsultationForm
from .voting import VoteForm, voice_choices

__all__ = ["ConsultationForm", "VoteForm", "voice_choices"]
