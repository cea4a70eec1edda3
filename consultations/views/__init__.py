"""Pages of consultations."""

from .reading import consultation_detail, consultation_list, consultation_page, results, section
from .voting import vote

__all__ = ["consultation_detail", "consultation_list", "consultation_page", "results", "section", "vote"]
