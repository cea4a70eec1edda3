"""Who sits behind a socket: asked when it opens and again for as long as it stays open."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from . import registry


def person_of(session_key: str | None) -> Any:
    """The active person signed in under a session; None when it has ended, or its password changed since."""
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    person = get_user(request)
    return person if person.is_authenticated and person.is_active else None


def fingerprint(session_key: str | None) -> str:
    """What may be told of a session outside this process: never its key."""
    return hashlib.sha256(f"live:{session_key}".encode()).hexdigest()


def decide(session_key: str | None, streams: Iterable[str]) -> tuple[Any, dict[str, bool]]:
    """The person behind a session, and which of these streams they may read now."""
    person = person_of(session_key)
    return person, {stream: person is not None and registry.may_read(person, stream) for stream in streams}
