"""How questions are asked, answered and told: pure, without a database."""

from .asking import Asked, Choice, Page, Questionnaire
from .kinds import NOTHING, Invalid, clean, read
from .paths import asked_among, codes_of, problems_of

__all__ = [
    "NOTHING",
    "Asked",
    "Choice",
    "Invalid",
    "Page",
    "Questionnaire",
    "asked_among",
    "clean",
    "codes_of",
    "problems_of",
    "read",
]
