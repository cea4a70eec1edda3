"""Carrying a request out once."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from .errors import KeyReused
from .models import RequestKey

KEPT = timedelta(days=7)


def once(
    *,
    person: AbstractBaseUser,
    scope: str,
    key: str,
    body: Mapping[str, Any],
    act: Callable[[], dict[str, Any]],
    at: datetime,
) -> dict[str, Any]:
    """Carry `act` out once for this key and return its answer; a repeat gets the first answer and does nothing.

    `scope` names the act and its object ("forums.reply:12"), `key` is the form's UUID, `body` what was sent and
    `act` returns JSON. The key is written in the same transaction as the act: both happen or neither does, so a
    refused act may be tried again under its key. A parallel twin waits for the first, then gets its answer.
    Check permission before calling: a repeat is answered without asking `act`. Raises KeyReused for another body.
    """
    digest = body_digest(body)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = RequestKey.objects.create(
                    person_id=person.pk, scope=scope, key=key, body_sha256=digest, created_at=at
                )
        except IntegrityError:
            return _replayed(RequestKey.objects.get(person_id=person.pk, scope=scope, key=key), digest)
        result = act()
        row.result = result
        row.save(update_fields=["result"])
    return result


def _replayed(row: RequestKey, digest: str) -> dict[str, Any]:
    if row.body_sha256 != digest:
        raise KeyReused
    return cast(dict[str, Any], row.result)


def body_digest(body: Mapping[str, Any]) -> str:
    """SHA-256 of the body, the same whatever the order of its fields."""
    canonical = json.dumps(dict(body), sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def purge(*, at: datetime) -> int:
    """Forget the keys older than seven days; returns how many."""
    return RequestKey.objects.filter(created_at__lt=at - KEPT).delete()[0]
