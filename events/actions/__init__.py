"""Writes: meetings, and who comes. Each opens one transaction of its own."""

from .approval import approve, refuse
from .clocks import rederive_instants
from .codes import create_code, revoke_code
from .copying import copy_meeting
from .editing import change_listing, edit_registration
from .joining import (
    close_personal_calendar,
    join,
    open_personal_calendar,
    purge_visits,
    renew_personal_calendar,
    show_waiting,
)
from .meetings import (
    cancel_meeting,
    change_meeting,
    create_meeting,
    postpone_meeting,
    publish_meeting,
    write_texts,
)
from .messages import write_to_registered
from .offers import accept_offer, confirm_from_waiting_list, decline_offer, expire_offers, offer, promote, promote_all
from .opening import close_quota, close_registrations, reopen_quota, reopen_registrations
from .registrations import register, withdraw
from .reminders import plan_reminders, remind
from .texts import reset_text, save_text

__all__ = [
    "accept_offer",
    "approve",
    "cancel_meeting",
    "change_listing",
    "change_meeting",
    "close_personal_calendar",
    "close_quota",
    "close_registrations",
    "confirm_from_waiting_list",
    "copy_meeting",
    "create_code",
    "create_meeting",
    "decline_offer",
    "edit_registration",
    "expire_offers",
    "join",
    "offer",
    "open_personal_calendar",
    "plan_reminders",
    "postpone_meeting",
    "promote",
    "promote_all",
    "publish_meeting",
    "purge_visits",
    "rederive_instants",
    "refuse",
    "register",
    "remind",
    "renew_personal_calendar",
    "reopen_quota",
    "reopen_registrations",
    "reset_text",
    "revoke_code",
    "save_text",
    "show_waiting",
    "withdraw",
    "write_texts",
    "write_to_registered",
]
