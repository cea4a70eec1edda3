"""What awaits the team, on the admin's home. Apps register from AppConfig.ready; the portal does so for actors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actors.models import Person


@dataclass(frozen=True)
class Awaiting:
    """A pile of work: its name in the reader's language, how many there are, and where it is done."""

    label: str
    count: int
    url: str


AwaitingSource = Callable[["Person"], list[Awaiting]]
_sources: list[AwaitingSource] = []


def register_awaiting(source: AwaitingSource) -> AwaitingSource:
    """Add a source `(user) -> [Awaiting]`, which returns only what this person may do; usable as a decorator."""
    if source not in _sources:
        _sources.append(source)
    return source


def awaiting(user: "Person") -> list[Awaiting]:
    """Every pile of work for this person, empty ones left out."""
    return [item for source in _sources for item in source(user) if item.count]
