"""Who has a topic before their eyes: said by their page every minute, known to all processes, kept for two."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

HERE_FOR = 150  # seconds: two turns of the page and some


def is_here(person: Any, topic_id: int) -> None:
    """The page of a topic stands before a person."""
    cache.set(_key(person.pk, topic_id), True, timeout=HERE_FOR)


def reads_now(person: Any, topic_id: int) -> bool:
    """Whether a person has a topic before their eyes: they see what comes, and are not written about it."""
    return bool(cache.get(_key(person.pk, topic_id)))


def _key(person_id: int, topic_id: int) -> str:
    return f"forums:here:{topic_id}:{person_id}"
