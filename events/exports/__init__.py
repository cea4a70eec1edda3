"""Tables to take away: each holds what its reader may see, and no more."""

from .answers import answer_columns, needs_columns, sheet_table
from .registrations import meeting_columns, needs_table, registrations_csv

__all__ = ["answer_columns", "meeting_columns", "needs_columns", "needs_table", "registrations_csv", "sheet_table"]
