"""What the register holds about whoever signed for an authority: their copy, and what goes when they leave. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data
from kernel.pagecache.actions import bump

from .models import RecommendationEntry

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> list[dict[str, Any]]:
    """Every step the person took, with what they wrote and how they signed."""
    steps = RecommendationEntry.objects.filter(by=person).select_related("recommendation", "organisation")
    return [
        {
            "recommendation": str(step.recommendation),
            "authority": str(step.organisation),
            "state": step.get_after_display(),
            "text": step.text,
            "signed_as": ", ".join(filter(None, [step.name, step.function])),
            "at": step.at.isoformat(),
        }
        for step in steps.order_by("at", "pk")
    ]


def erase(person: Person, at: datetime) -> None:
    """An authority's act stays, under its function and in its words; the name and who typed it go."""
    if RecommendationEntry.objects.filter(by=person).update(by=None, name=""):
        bump()


register_personal_data("consultations_register", export=export, erase=erase)
