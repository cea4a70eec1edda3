"""Letters and outbox rows for tests."""

from datetime import UTC, datetime

import factory
from django.utils.html import format_html
from django.utils.translation import get_language

from kernel.mail.models import Mail
from kernel.mail.registry import Item, Letter, Link, NotOwed, Section, Thread, letter

AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
GREETINGS = {"fr": "Bonjour", "en": "Hello", "ar": "مرحبًا"}


@letter("tests.full")
def full(context):
    """A letter that uses everything, in the reader's language."""
    word = GREETINGS[get_language()]
    name = context.get("name", "Salma <b>")
    return Letter(
        subject=f"{word} : votre place\r\nBcc: mal@exemple.org",
        preheader="La suite",
        tag="Inscription",
        title=f"{word} {name}",
        paragraphs=[
            format_html('{} <bdi>{}</bdi>, <a href="{}">votre page</a>.', word, name, "/fr/meetings/eau/"),
            "1 < 2 & 3",
        ],
        notice="À prendre avant le lundi 23 novembre, 14:00",
        facts=[("Quand", "9:30–12:30"), ("Où", format_html("<bdi>{}</bdi>", "Tunis"))],
        sections=[Section("Pour vous", [Item("مرحبا", "il y a 4 min", "/fr/forums/1/", lang="ar")])],
        action=Link("Ouvrir", "/fr/meetings/eau/"),
        second=Link("Ajouter", "https://rives.example/ics"),
        after="Un empêchement ?",
        reason="Parce que vous avez demandé une place.",
        preferences="/fr/my/preferences/",
        unsubscribe=context.get("unsubscribe", ""),
        thread=Thread(**context["thread"]) if "thread" in context else None,
        calendar=context.get("calendar", ""),
        demo=context.get("demo"),
    )


@letter("tests.broken")
def broken(context):
    """A letter whose builder fails."""
    raise RuntimeError("no such meeting")


@letter("tests.stale")
def stale(context):
    """A letter about something that is no longer so."""
    raise NotOwed(context["why"])


class MailFactory(factory.django.DjangoModelFactory):
    """A mail that waits in the outbox."""

    class Meta:
        model = Mail

    letter = "tests.full"
    to = factory.Sequence(lambda n: f"lectrice{n}@exemple.org")
    recipients = factory.LazyAttribute(lambda mail: [mail.to])
    language = "fr"
    queued_at = AT
    dispatched_at = AT
    due_at = AT
