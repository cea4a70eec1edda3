"""The log grows by one link with each act, inside that act's transaction, and forgets whom it must."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction

from ..choices import LogKind
from ..log_payloads import digest_of, link
from ..models import Consultation, LogEntry, LogHead, Participant

SALT_BYTES = 16


def append(
    *,
    consultation: Consultation,
    kind: LogKind,
    payload: dict[str, Any],
    object_id: int | None,
    participant: Participant | None = None,
) -> LogEntry:
    """Add a link for what a record now says. Call it last in the act's transaction: it locks the head of the chain.

    `payload` comes from the function of `log_payloads` for this kind, `object_id` is the key of the record it speaks
    of, `participant` whoever may ask that the salt be erased.
    """
    with transaction.atomic():
        LogHead.objects.get_or_create(consultation=consultation)
        head = LogHead.objects.select_for_update().get(consultation=consultation)
        salt = secrets.token_hex(SALT_BYTES)
        digest = digest_of(salt, payload)
        sequence = head.sequence + 1
        entry = LogEntry.objects.create(
            consultation=consultation,
            sequence=sequence,
            kind=kind,
            object_id=object_id,
            participant=participant,
            salt=salt,
            digest=digest,
            hash=link(head.hash, sequence, kind, digest),
        )
        LogHead.objects.filter(pk=head.pk).update(sequence=sequence, hash=entry.hash)
    return entry
