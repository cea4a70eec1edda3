"""Forms of consultations."""

from .consultations import ConsultationForm
from .phases import PhaseForm, StartForm
from .positions import MandateForm, PositionForm, WithdrawalForm
from .voting import VoteForm, voice_choices

__all__ = [
    "ConsultationForm",
    "MandateForm",
    "PhaseForm",
    "PositionForm",
    "StartForm",
    "VoteForm",
    "WithdrawalForm",
    "voice_choices",
]
