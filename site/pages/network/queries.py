"""The directory: published organisations by shore, and the territories where they are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from actors.choices import SOUTH_AND_EAST, Shore
from actors.models import Organisation, Territory

BOTH_SIDES = {"north": (Shore.NORTH,), "south-and-east": SOUTH_AND_EAST, "basin": ("",)}


@dataclass(frozen=True)
class Side:
    """One side of the sea: the organisations shown, and how many there are."""

    code: str
    organisations: list[Organisation]
    count: int


@dataclass(frozen=True)
class Place:
    """A territory on the map, its side of the sea, and how many organisations are there."""

    territory: Territory
    side: str
    count: int


def organisations(*, constituency: str = "", only: set[int] | None = None) -> "QuerySet[Organisation]":
    """Published organisations with territory and country, by name in the order of their identifiers. One query."""
    found: QuerySet[Organisation] = (
        Organisation.objects.published().select_related("territory__country", "country").order_by("slug")
    )
    if constituency:
        found = found.filter(constituency=constituency)
    return found if only is None else found.filter(pk__in=only)


def side_of(shore: str) -> str:
    """The side of the sea that a shore belongs to: two-shore measures hold south and east together."""
    return next(code for code, shores in BOTH_SIDES.items() if shore in shores)


def sides(found: Iterable[Organisation], shown: int | None) -> list[Side]:
    """The organisations of each side: north, south and east, basin-wide. `shown`: at most a side, None for all."""
    by_side: dict[str, list[Organisation]] = {code: [] for code in BOTH_SIDES}
    for organisation in found:
        by_side[side_of(organisation.shore)].append(organisation)
    return [Side(code, members[:shown], len(members)) for code, members in by_side.items()]


def places(found: Iterable[Organisation]) -> list[Place]:
    """The territories of these organisations that the chart can show, the most present first. No query."""
    territories: dict[int, Territory] = {}
    counts: Counter[int] = Counter()
    for organisation in found:
        territory = organisation.territory
        if territory is not None and territory.latitude is not None:
            territories[territory.pk] = territory
            counts[territory.pk] += 1
    ranked = sorted(territories.values(), key=lambda territory: (-counts[territory.pk], territory.slug))
    return [Place(one, side_of(one.shore), counts[one.pk]) for one in ranked]
