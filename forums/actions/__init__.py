"""Writes: topics and posts, moderation, rooms. Each opens one transaction of its own."""

from .moderation import lock_topic, pin_topic, remove_post
from .rooms import change_room, create_room, write_texts
from .writing import edit_post, open_topic, post

__all__ = [
    "change_room",
    "create_room",
    "edit_post",
    "lock_topic",
    "open_topic",
    "pin_topic",
    "post",
    "remove_post",
    "write_texts",
]
