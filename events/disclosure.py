"""Who reads an answer: one rule, over six ways of standing to a registration. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from .asking import PROTECTED_KINDS, Reader, readers_of_kind


class Standing(StrEnum):
    """How someone stands to a registration. Whoever has no standing (others, signed out) reads nothing."""

    SELF = "self"
    REGISTRANT = "registrant"
    ORGANISER = Reader.ORGANISER.value
    CATERER = Reader.CATERER.value
    INTERPRETER = Reader.INTERPRETER.value
    DOOR = Reader.DOOR.value


def discloses(
    standing: Standing, *, kind: str, seen_by: Collection[str], is_seated: bool, wrote_it: bool = False
) -> bool:
    """Whether someone who stands so to the registration may read its answer to a question.

    The person reads all. Who registered them reads the ordinary kinds, and of the protected ones what they wrote
    themselves, not what the person put there since. The team reads what is for the organiser. Caterer, interpreter
    and door read what is for them, of people who hold a seat.
    """
    if standing is Standing.SELF:
        return True
    if standing is Standing.REGISTRANT:
        return wrote_it or kind not in PROTECTED_KINDS
    if standing.value not in seen_by or standing.value not in readers_of_kind(kind):
        return False
    return is_seated or standing is Standing.ORGANISER
