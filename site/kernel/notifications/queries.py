"""What a person was told, worded for the reader."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from kernel.languages.choices import current_language

from . import registry
from .models import Notification

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """A notification in the reader's language; `url` is blank where it leads nowhere."""

    notification: Notification
    text: str
    url: str


def of(person: AbstractBaseUser) -> models.QuerySet[Notification]:
    """Everything this person was told, the latest first."""
    return Notification.objects.filter(person_id=person.pk)


def unread_count(person: AbstractBaseUser) -> int:
    """How many notifications this person has not read."""
    return unread_count_of(person.pk)


def unread_count_of(person_id: int) -> int:
    """The same, where only the id is at hand."""
    return Notification.objects.filter(person_id=person_id, read_at__isnull=True).count()


def recent(person: AbstractBaseUser, limit: int = 5) -> list[Shown]:
    """The latest notifications, in one query."""
    return worded(of(person)[:limit])


def worded(notifications: Iterable[Notification]) -> list[Shown]:
    """Notifications in the active language; one that no app can word any more is left out and logged."""
    return [shown for notification in notifications if (shown := _worded(notification)) is not None]


def _worded(notification: Notification) -> Shown | None:
    try:
        notice = registry.build(notification.kind, notification.data)
    except (LookupError, TypeError, ValueError):
        log.exception("notification %s (%s) cannot be worded", notification.pk, notification.kind)
        return None
    return Shown(notification, notice.text, f"/{current_language()}{notice.path}" if notice.path else "")
