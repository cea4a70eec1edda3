"""What is read of public content once for each generation, for signed-in readers too, who pass the page cache."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from kernel.languages.choices import LANGUAGES, current_language

from .generation import generation

logger = logging.getLogger(__name__)

LIFETIME = 60  # seconds: the net under the generation, as for pages
Value = TypeVar("Value")


def kept(name: str, make: Callable[[], Value]) -> Value:
    """What `make` returns, made once for each language and made again when something public has changed.

    `make` reads public content only: neither who asks nor what time it is. `name` says what it is and whatever else it
    depends on. The value is pickled: small records. A cache that is away costs time, never a page.
    """
    key, token = _key(name, current_language()), generation.current()
    found = _read(key)
    if found is not None and found[0] == token:
        return found[1]  # type: ignore[return-value]  # what `make` returned under this name
    value = make()
    _write(key, (token, value))  # the token read before the rows: what changes meanwhile makes this stale
    return value


def forget(name: str) -> None:
    """What was kept under this name is made again, even before the transaction commits: for what guards privacy."""
    try:
        cache.delete_many([_key(name, language) for language in LANGUAGES])
    except Exception:  # the client library raises errors of its own kinds
        logger.warning("the shared cache does not answer: %s is kept until the next generation", name, exc_info=True)


def _key(name: str, language: str) -> str:
    return f"kept:{name}:{language}"


def _read(key: str) -> tuple[str, object] | None:
    try:
        found: tuple[str, object] | None = cache.get(key)
    except Exception:  # the client library raises errors of its own kinds
        logger.warning("the shared cache does not answer: %s is read again", key, exc_info=True)
        return None
    return found


def _write(key: str, value: tuple[str, object]) -> None:
    try:
        cache.set(key, value, LIFETIME)
    except Exception:  # the client library raises errors of its own kinds
        logger.warning("the shared cache does not answer: %s is not kept", key, exc_info=True)
