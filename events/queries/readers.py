"""Whom a message of the team reaches: people, each once, whatever the number of their registrations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from events.choices import LIVE_STATES
from events.models import Meeting, Registration
from kernel.languages.choices import LANGUAGES


@dataclass(frozen=True)
class Chosen:
    """Which of the people registered; what is empty chooses everyone, states excepted: everyone whose place is live."""

    states: Collection[str] = ()
    constituencies: Collection[str] = ()
    shores: Collection[str] = ()
    modes: Collection[str] = ()
    idents: Collection[int] = field(default=())


def readers_of(meeting: Meeting, chosen: Chosen) -> list[Registration]:
    """The latest matching registration of each person with an open account, in the order of people's ids."""
    found = Registration.objects.filter(meeting=meeting, person__is_active=True)
    if chosen.idents:
        found = found.filter(pk__in=chosen.idents)
    if chosen.states or not chosen.idents:
        found = found.filter(state__in=chosen.states or LIVE_STATES)
    for name, values in (
        ("constituency", chosen.constituencies),
        ("shore", chosen.shores),
        ("mode", chosen.modes),
    ):
        if values:
            found = found.filter(**{f"{name}__in": values})
    ordered = found.select_related("person", "organisation", "registered_by").order_by("person_id", "pk")
    return list({registration.person_id: registration for registration in ordered}.values())


def languages_of(readers: list[Registration]) -> dict[str, int]:
    """How many read each language, in the site's order."""
    counted = Counter(registration.person.language for registration in readers)
    return {language: counted[language] for language in LANGUAGES if counted[language]}
