"""Forms of consultations."""

from .consultations import ConsultationForm
from .positions import MandateForm, PositionForm, WithdrawalForm
from .voting import VoteForm, voice_choices

__all__ = ["ConsultationForm", "MandateForm", "PositionForm", "VoteForm", "WithdrawalForm", "voice_choices"]
