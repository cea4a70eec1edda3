"""Adding to the journal of acts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import translation

from kernel.languages.choices import DEFAULT

from .models import Entry


def record(
    *,
    actor: AbstractBaseUser | None,
    verb: str,
    target: models.Model,
    at: datetime,
    data: Mapping[str, Any] | None = None,
) -> Entry:
    """Note in the caller's transaction that `actor` did `verb` ("events.cancel") to `target`.

    None as actor is the platform itself (periodic work). Names are kept as they are now, in French.
    """
    with translation.override(DEFAULT):
        return Entry.objects.create(
            actor_id=actor.pk if actor else None,
            actor_name=str(actor)[:200] if actor else "",
            verb=verb,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
            target_label=str(target)[:250],
            data=dict(data or {}),
            at=at,
        )


def forget(*, person: AbstractBaseUser, objects: Iterable[models.Model] = ()) -> None:
    """Take a person's name out of the journal when their account is erased: what was done, and when, stays.

    `objects` are theirs alone (memberships): their labels and details go too. The one exception to "never changed".
    """
    entries: models.QuerySet[Entry] = models.QuerySet(Entry)
    entries.filter(actor_id=person.pk).update(actor_name="")
    for target in (person, *objects):
        about = entries.filter(target_type=target._meta.label_lower, target_id=str(target.pk))
        about.update(target_label="", data={})
