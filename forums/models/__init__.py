"""Rooms with their pages, topics, posts."""

from .rooms import ForumsPage, Room, RoomPage, RoomQuerySet
from .topics import Post, PostRevision, Topic

__all__ = ["ForumsPage", "Post", "PostRevision", "Room", "RoomPage", "RoomQuerySet", "Topic"]
