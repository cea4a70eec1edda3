"""The team's desk in the Wagtail admin: rooms, from each one its texts, and who is invited to it."""

from .rooms import RoomViewSet

__all__ = ["RoomViewSet"]
