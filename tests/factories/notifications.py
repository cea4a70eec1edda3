"""Notifications for tests."""

from datetime import UTC, datetime

import factory
from django.utils.html import format_html
from django.utils.translation import get_language

from kernel.notifications.models import Notification
from kernel.notifications.registry import Notice, notice

AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
GREETINGS = {"fr": "Bonjour", "en": "Hello", "ar": "مرحبًا"}


@notice("tests.reply")
def reply(data):
    """Worded in the reader's language, with a name that is escaped."""
    return Notice(format_html("{} <bdi>{}</bdi>", GREETINGS[get_language()], data["name"]), data.get("path", ""))


class NotificationFactory(factory.django.DjangoModelFactory):
    """A notification that was not read."""

    class Meta:
        model = Notification

    kind = "tests.reply"
    data = factory.LazyFunction(lambda: {"name": "Elena P.", "path": "/forums/1/"})
    created_at = AT
