"""What only the team does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events import rules
from events.errors import NotAllowed

if TYPE_CHECKING:
    from actors.models import Person


def team_only(by: Person, refusal: str) -> None:
    """Raise NotAllowed with this sentence for anyone who does not manage meetings."""
    if not rules.may_manage(by):
        raise NotAllowed(refusal)
