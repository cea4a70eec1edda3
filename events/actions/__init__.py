"""Writes: meetings, and who comes. Each opens one transaction of its own."""

from .meetings import cancel_meeting, change_meeting, create_meeting, publish_meeting, write_texts
from .registrations import confirm_from_waiting_list, register, withdraw

__all__ = [
    "cancel_meeting",
    "change_meeting",
    "confirm_from_waiting_list",
    "create_meeting",
    "publish_meeting",
    "register",
    "withdraw",
    "write_texts",
]
