"""Tables to take away: each holds what its reader may see, and no more."""

from .answers import answer_columns, needs_columns, sheet_table
from .registrations import registrations_csv

__all__ = ["answer_columns", "needs_columns", "registrations_csv", "sheet_table"]
