"""The team's desk in the Wagtail admin: meetings, and who comes."""

from .viewsets import MeetingsGroup

__all__ = ["MeetingsGroup"]
