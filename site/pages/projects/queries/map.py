"""What the map of the basin shows of pilots: pins and arcs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..models import PilotPage, PilotTerritory, Transfer


@dataclass(frozen=True)
class Pin:
    """A pilot on the map."""

    number: int
    title: str
    url: str
    lat: float
    lon: float


Place = tuple[float, float]
Arc = dict[str, Place]


def places_in(sites: Iterable[PilotTerritory]) -> list[Place]:
    """Latitude and longitude of the territories that have them."""
    return [
        (site.territory.latitude, site.territory.longitude)
        for site in sites
        if site.territory.latitude is not None and site.territory.longitude is not None
    ]


def place_of(pilot: PilotPage) -> Place | None:
    """Where a pilot stands on the map: its first territory that has coordinates."""
    return next(iter(places_in(pilot.territories.all())), None)


def pins_of(pilots: Iterable[PilotPage], url_of: Callable[[PilotPage], str]) -> list[Pin]:
    """A pin a pilot that has a place; those without a number follow the numbered ones. Territories must be loaded."""
    placed = [(pilot, place) for pilot in pilots if (place := place_of(pilot))]
    last = max((pilot.number or 0 for pilot, _place in placed), default=0)
    pins = []
    for pilot, (lat, lon) in placed:
        last, number = (last, pilot.number) if pilot.number else (last + 1, last + 1)
        pins.append(Pin(number=number, title=pilot.title, url=url_of(pilot), lat=lat, lon=lon))
    return pins


def arcs_of(pilots: Iterable[PilotPage], transfers: Iterable[Transfer]) -> list[Arc]:
    """A line from each pilot to each place that takes it up. Territories must be loaded."""
    return arcs_from({pilot.pk: place_of(pilot) for pilot in pilots}, transfers)


def arcs_from(places: Mapping[int, Place | None], transfers: Iterable[Transfer]) -> list[Arc]:
    """The lines of these transfers, from the place of each pilot by its id."""
    arcs: list[Arc] = []
    for transfer in transfers:
        start, territory = places.get(transfer.pilot_id), transfer.territory
        if start and territory.latitude is not None and territory.longitude is not None:
            arcs.append({"from": start, "to": (territory.latitude, territory.longitude)})
    return arcs
