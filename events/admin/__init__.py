"""The team's desk in the Wagtail admin: meetings, their questions, and who comes."""

from .questions import QuestionViewSet
from .viewsets import MeetingsGroup

__all__ = ["MeetingsGroup", "QuestionViewSet"]
