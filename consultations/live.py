"""What moves on open pages of results: totals with each vote, tables in the steps they are published in. (leaf)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from kernel.live.queries import LiveEvent
from kernel.live.registry import is_row, stream_kind

from .models import Consultation
from .queries import results_of, visible_to


def may_follow(person: Any, ident: str) -> bool:
    """Results are public with their consultation."""
    return is_row(ident) and visible_to(person).filter(pk=ident).exists()


def load(events: Iterable[LiveEvent]) -> dict[str, Any]:
    """The results as they are now, by statement."""
    found: dict[str, Any] = {}
    streams = {event.stream.partition(":")[2] for event in events}
    for consultation in Consultation.objects.published().filter(pk__in=streams):
        found |= {str(result.statement.pk): result for result in results_of(consultation)}
    return found


def render(event: LiveEvent, language: str) -> str:
    """A statement's figures, the same for every reader."""
    return render_to_string("consultations/_live_result.html", {"result": event.object, "rev": event.rev})


def snapshot(ident: str, language: str) -> str:
    """Where the whole region is shown."""
    slug = Consultation.objects.filter(pk=ident).values_list("slug", flat=True).first()
    with override(language):
        return reverse("consultations:results", args=[slug]) if slug else reverse("consultations:list")


stream_kind("c", may_read=may_follow, render=render, snapshot=snapshot, load=load)
