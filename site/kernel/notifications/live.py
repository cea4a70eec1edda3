"""The bell, live: a stream of its own for each person, so that its fragment may hold what they have not read."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from kernel.live.queries import LiveEvent
from kernel.live.registry import stream_kind

from .choices import PREFIX
from .queries import unread_count_of


def may_read(person: Any, ident: str) -> bool:
    """Only the person whose stream it is."""
    return person is not None and str(person.pk) == ident


def render(event: LiveEvent, language: str) -> str:
    """The bell with the number of unread notifications as it is now."""
    ident = event.stream.partition(":")[2]
    return bell(int(ident), event.rev)


def snapshot(ident: str, language: str) -> str:
    """Any page shows the bell; the list of notifications is the shortest."""
    return reverse("notifications:list")


def bell(person_id: int, rev: int) -> str:
    """The bell's fragment, in the active language."""
    return render_to_string("notifications/_bell.html", {"unread": unread_count_of(person_id), "rev": rev})


stream_kind(PREFIX, may_read=may_read, render=render, snapshot=snapshot)
