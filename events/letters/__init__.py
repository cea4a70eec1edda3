"""What people are written about meetings. Each letter says what was true when its fact happened."""

from . import meetings, messages, offers, registrations, reminders  # importing them registers

__all__ = ["meetings", "messages", "offers", "registrations", "reminders"]
