"""Pages of consultations."""

from .proposing import propose_statement
from .reading import consultation_detail, consultation_list, consultation_page, section
from .results import results, results_data, results_table
from .standing import erase_votes, my_position
from .voting import vote

__all__ = [
    "consultation_detail",
    "consultation_list",
    "consultation_page",
    "erase_votes",
    "my_position",
    "propose_statement",
    "results",
    "results_data",
    "results_table",
    "section",
    "vote",
]
