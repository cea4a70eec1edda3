"""Pages of meetings."""

from .answering import offer
from .helping import answer_file, helping, helping_table
from .joining import enter, join
from .lists import meeting_list, month, past_list, section
from .meeting import download, meeting_detail, meeting_page
from .mine import mine
from .personal_calendar import my_calendar, personal_feed
from .registering import register, register_colleague
from .standing import edit, listing, registration, withdraw, withdraw_colleague

__all__ = [
    "answer_file",
    "download",
    "edit",
    "enter",
    "helping",
    "helping_table",
    "join",
    "listing",
    "meeting_detail",
    "meeting_list",
    "meeting_page",
    "mine",
    "month",
    "my_calendar",
    "offer",
    "past_list",
    "personal_feed",
    "register",
    "register_colleague",
    "registration",
    "section",
    "withdraw",
    "withdraw_colleague",
]
