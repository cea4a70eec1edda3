"""Reads. Every room reaches a view through Room.objects.visible_to; topics and posts through their room."""

from .people import voices_heard
from .rooms import (
    invitations_of,
    page_of_room,
    public_rooms_of,
    rooms_listed_for,
    rooms_to_read,
    rooms_with_activity,
    section_page,
    withheld_pages,
)
from .topics import (
    LATEST,
    PER_PAGE,
    TopicFacts,
    around_posts,
    by_id,
    facts_of,
    page_of,
    posts_of,
    recent_topics,
    shown,
    topics_of,
)

__all__ = [
    "LATEST",
    "PER_PAGE",
    "TopicFacts",
    "around_posts",
    "by_id",
    "facts_of",
    "invitations_of",
    "page_of",
    "page_of_room",
    "posts_of",
    "public_rooms_of",
    "recent_topics",
    "rooms_listed_for",
    "rooms_to_read",
    "rooms_with_activity",
    "section_page",
    "shown",
    "topics_of",
    "voices_heard",
    "withheld_pages",
]
