"""Rooms with their pages, topics and posts; what stands around posts, what waits, what is read, how it is moderated."""

from .around import Attachment, Mention, Quote, Reaction
from .invitations import RoomInvitation
from .moderation import Appeal, Case, Decision, Flag, Suspension
from .readers import RoomQuerySet
from .reading import MailRhythm, ReadMark, Watch
from .rooms import ForumsPage, Room, RoomPage
from .topics import Post, PostRevision, Topic
from .writing import Draft, HeldPost

__all__ = [
    "Appeal",
    "Attachment",
    "Case",
    "Decision",
    "Draft",
    "Flag",
    "ForumsPage",
    "HeldPost",
    "MailRhythm",
    "Mention",
    "Post",
    "PostRevision",
    "Quote",
    "Reaction",
    "ReadMark",
    "Room",
    "RoomInvitation",
    "RoomPage",
    "RoomQuerySet",
    "Suspension",
    "Topic",
    "Watch",
]
