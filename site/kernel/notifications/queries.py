"""What a person was told, worded for the reader."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from kernel.languages.choices import current_language
from kernel.live.queries import Head, head_columns, head_in

from . import registry
from .choices import stream_of
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


def bell_of(person: AbstractBaseUser) -> tuple[Head, int]:
    """Where a person's stream stands, and how many notifications they have not read. One query."""
    name = stream_of(person.pk)
    unread = Notification.objects.filter(person_id=person.pk, read_at__isnull=True).order_by().values("person_id")
    number = models.Subquery(unread.annotate(number=models.Count("pk")).values("number"))
    people = get_user_model()._default_manager.filter(pk=person.pk)
    row = people.values(**head_columns(name), count=number).get()
    return head_in(row, name), row["count"] or 0


def recent(person: AbstractBaseUser, limit: int = 5) -> list[Shown]:
    """The latest notifications, in one query, and one more for each kind that asks who may still know."""
    return worded(of(person)[:limit], person)


def worded(notifications: Iterable[Notification], person: AbstractBaseUser | None = None) -> list[Shown]:
    """The notifications of one person in the active language.

    One that no app can word any more is left out and logged; so is, silently, what the person may no longer know.
    """
    told = list(notifications)
    hidden = _hidden(told, person)
    shown = [_worded(notification) for notification in told if notification.pk not in hidden]
    return [one for one in shown if one is not None]


def _hidden(told: list[Notification], person: AbstractBaseUser | None) -> set[int]:
    """Those that say what the person may no longer know."""
    hidden: set[int] = set()
    for kind in {notification.kind for notification in told}:
        if (asks := registry.may_know(kind)) is not None:
            ours = [notification for notification in told if notification.kind == kind]
            known = asks(person or ours[0].person, [notification.data for notification in ours])
            hidden |= {one.pk for one, allowed in zip(ours, known, strict=True) if not allowed}
    return hidden


def _worded(notification: Notification) -> Shown | None:
    try:
        notice = registry.build(notification.kind, notification.data)
    except (LookupError, TypeError, ValueError):
        log.exception("notification %s (%s) cannot be worded", notification.pk, notification.kind)
        return None
    return Shown(notification, notice.text, f"/{current_language()}{notice.path}" if notice.path else "")
