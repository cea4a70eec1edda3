"""The team's desk in the Wagtail admin."""

from .desk import ConsultationViewSet

__all__ = ["ConsultationViewSet"]
