"""`load_demo --scale N`: more of everything that grows, for measuring. At 1 the demonstration is what it is.

A grower knows how many records a scale asks for and how many there are; it writes the missing ones in batches, each in
a transaction, so that what is interrupted goes on where it stopped.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from actors.models import Person

from . import messages, votes

Tell = Callable[[str, int, int], None]  # what grows, how many are written, of how many


@dataclass(frozen=True)
class Grower:
    """One thing that grows: how many records are missing at a scale, and who writes them."""

    name: str
    missing: Callable[[int], int]
    write: Callable[[int, Person, datetime, random.Random], Iterator[int]]
    """(how many, in whose name rooms are made, the day dates count from, the draws) -> how many after each batch."""
    finish: Callable[[], None]


GROWERS = (
    Grower("messages", messages.missing, messages.write, messages.finish),
    Grower("votes", votes.missing, votes.write, votes.finish),
)


def grow(*, scale: int, by: Person, seed: int, at: datetime, tell: Tell) -> None:
    """Write what is missing at this scale. Raises ValueError below 1."""
    if scale < 1:
        raise ValueError("a scale is 1 or more")
    for grower in GROWERS:
        wanted = grower.missing(scale)
        if not wanted:
            continue
        written = 0
        draw = random.Random(f"{seed}:{grower.name}:{scale}")  # noqa: S311 (a demonstration, not a secret)
        for number in grower.write(wanted, by, at, draw):
            written += number
            tell(grower.name, written, wanted)
        grower.finish()
