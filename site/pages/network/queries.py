"""The directory: published organisations by shore."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from actors.choices import SOUTH_AND_EAST, Shore
from actors.models import Organisation

BOTH_SIDES = {"north": (Shore.NORTH,), "south-and-east": SOUTH_AND_EAST, "basin": ("",)}


@dataclass(frozen=True)
class Side:
    """One side of the sea: the organisations shown, and how many there are."""

    code: str
    organisations: list[Organisation]
    count: int


def organisations(*, constituency: str = "", only: set[int] | None = None) -> "QuerySet[Organisation]":
    """Published organisations with territory and country, by name in the order of their identifiers. One query."""
    found: QuerySet[Organisation] = (
        Organisation.objects.published().select_related("territory", "country").order_by("slug")
    )
    if constituency:
        found = found.filter(constituency=constituency)
    return found if only is None else found.filter(pk__in=only)


def sides(found: "QuerySet[Organisation]", shown: int | None) -> list[Side]:
    """The organisations of each side: north, south and east, basin-wide. `shown`: at most a side, None for all."""
    by_side: dict[str, list[Any]] = {code: [] for code in BOTH_SIDES}
    for organisation in found:
        code = next(code for code, shores in BOTH_SIDES.items() if organisation.shore in shores)
        by_side[code].append(organisation)
    return [Side(code, members[:shown], len(members)) for code, members in by_side.items()]
