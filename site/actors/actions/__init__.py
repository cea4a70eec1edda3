"""Writes: memberships, proposed organisations, profiles, erasure."""

from .errors import (
    ActorsError,
    AlreadyDecided,
    LastAdministrator,
    NotAllowed,
    NotPublished,
    ReasonMissing,
    TooManyRequests,
)
from .memberships import refuse, request_membership, set_role, verify, withdraw
from .organisations import propose_organisation, publish_organisation, record_edit
from .people import erase_person, record_renaming, save_profile

__all__ = [
    "ActorsError",
    "AlreadyDecided",
    "LastAdministrator",
    "NotAllowed",
    "NotPublished",
    "ReasonMissing",
    "TooManyRequests",
    "erase_person",
    "propose_organisation",
    "publish_organisation",
    "record_edit",
    "record_renaming",
    "refuse",
    "request_membership",
    "save_profile",
    "set_role",
    "verify",
    "withdraw",
]
