"""Pages of forums: rooms, a room with its topics, a topic with its posts."""

from .reading import post, room, rooms, topic

__all__ = ["post", "room", "rooms", "topic"]
