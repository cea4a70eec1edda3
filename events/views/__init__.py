"""Pages of meetings."""

from .helping import answer_file, helping, helping_table
from .lists import meeting_list, past_list, section
from .meeting import download, meeting_detail, meeting_page
from .registering import register, registration, withdraw

__all__ = [
    "answer_file",
    "download",
    "helping",
    "helping_table",
    "meeting_detail",
    "meeting_list",
    "meeting_page",
    "past_list",
    "register",
    "registration",
    "section",
    "withdraw",
]
