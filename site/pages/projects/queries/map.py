"""What the map of the basin shows of pilots: pins and arcs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from kernel.pagecache.keeping import kept
from pages.base.landmarks import address_of
from pages.base.queries import readable

from ..models import PilotPage, PilotTerritory, Transfer
from .cards import TAKEN_UP, Text, columns, shown

Place = tuple[float, float]
Arc = dict[str, Place]


@dataclass(frozen=True)
class Pin:
    """A pilot on the map."""

    number: int
    title: str
    url: str
    lat: float
    lon: float


@dataclass(frozen=True)
class TakenUp:
    """A territory that takes a pilot up, and where it lies, if that is known."""

    name: Text
    place: Place | None


@dataclass(frozen=True)
class PilotOnMap:
    """A pilot with the place that stands for it, if it has one, and the territories that take it up today."""

    pk: int
    number: int | None
    title: Text
    where: Text | None
    url: str
    place: Place | None
    taken_up_in: tuple[TakenUp, ...]


def pilots_on_map() -> list[PilotOnMap]:
    """Every pilot that everyone may read, by its number on the map. Two queries once a generation and language."""
    return kept("pilots-on-map", _read)


def _read() -> list[PilotOnMap]:
    order = (F("number").asc(nulls_last=True), "-first_published_at", "pk", "territories__sort_order")
    lat, lon = "territories__territory__latitude", "territories__territory__longitude"
    wanted = ("pk", "number", "url_path", lat, lon, *columns("title", "place"))
    pilots: dict[int, Any] = {}
    for row in readable(PilotPage.objects.all()).order_by(*order).values(*wanted):
        known = pilots.setdefault(row["pk"], {**row, "at": None})
        known["at"] = known["at"] or _place(row[lat], row[lon])  # the first territory that has coordinates
    taken_up = _taken_up(pilots)
    return [
        PilotOnMap(
            pk=pk,
            number=row["number"],
            title=shown(row, "title") or Text("", ""),
            where=shown(row, "place"),
            url=address_of(row["url_path"]),
            place=row["at"],
            taken_up_in=tuple(taken_up.get(pk, ())),
        )
        for pk, row in pilots.items()
    ]


def _taken_up(pilots: Iterable[int]) -> dict[int, list[TakenUp]]:
    found: dict[int, list[TakenUp]] = {}
    transfers = Transfer.objects.filter(pilot_id__in=list(pilots), state__in=TAKEN_UP)
    names = columns("territory__name")
    order = ("pilot_id", F("started_year").asc(nulls_last=True), "pk")
    rows = transfers.order_by(*order).values("pilot_id", "territory__latitude", "territory__longitude", *names)
    for row in rows:
        place = _place(row["territory__latitude"], row["territory__longitude"])
        name = shown(row, "territory__name") or Text("", "")
        found.setdefault(row["pilot_id"], []).append(TakenUp(name, place))
    return found


def _place(lat: float | None, lon: float | None) -> Place | None:
    return None if lat is None or lon is None else (lat, lon)


def pins_of(pilots: Iterable[PilotOnMap]) -> list[Pin]:
    """A pin for each pilot that has a place; those without a number follow the numbered ones."""
    placed = [(pilot, pilot.place) for pilot in pilots if pilot.place]
    last = max((pilot.number or 0 for pilot, _place in placed), default=0)
    pins = []
    for pilot, (lat, lon) in placed:
        last, number = (last, pilot.number) if pilot.number else (last + 1, last + 1)
        pins.append(Pin(number=number, title=pilot.title.text, url=pilot.url, lat=lat, lon=lon))
    return pins


def arcs_of(pilots: Iterable[PilotOnMap]) -> list[Arc]:
    """A line from each pilot to each place that takes it up."""
    ends = [(pilot.place, taken.place) for pilot in pilots for taken in pilot.taken_up_in]
    return [{"from": start, "to": end} for start, end in ends if start and end]


def places_in(sites: Iterable[PilotTerritory]) -> list[Place]:
    """Latitude and longitude of the territories that have them."""
    places = (_place(site.territory.latitude, site.territory.longitude) for site in sites)
    return [place for place in places if place]


def arcs_from(places: Mapping[int, Place | None], transfers: Iterable[Transfer]) -> list[Arc]:
    """The lines of these transfers, from the place of each pilot by its id."""
    ends = [(places.get(one.pilot_id), _place(one.territory.latitude, one.territory.longitude)) for one in transfers]
    return [{"from": start, "to": end} for start, end in ends if start and end]
