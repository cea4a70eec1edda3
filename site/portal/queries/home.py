"""What the home page shows today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consultations.queries import Teaser, open_consultations
from events.queries import MeetingRow, upcoming_meetings
from kernel.languages.choices import current_language
from pages.base.queries import readable, with_linkable
from pages.projects.models import PilotPage, ProjectIndexPage, ResultPage, Transfer
from pages.projects.queries import Arc, Pin, arcs_of, pilots, pins_of, transfers_of
from pages.projects.queries.map import place_of

from ..choices import section_url
from ..models import HomeFigure, HomePage
from .frame import Frame

MEETINGS = 3
CONSULTATIONS = 2
RESULTS = 4


@dataclass(frozen=True)
class TransferLine:
    """A pilot on the map and the places that take it up: the arcs in words."""

    pin: Pin
    pilot: PilotPage
    taken_up_in: list[Transfer]


@dataclass(frozen=True)
class ShownResult:
    """A result with the place of its pilot, for its plate."""

    page: ResultPage
    places: list[tuple[float, float]]


@dataclass(frozen=True)
class Figure:
    """A figure and the address of the list that it opens; blank where it opens none."""

    figure: HomeFigure
    url: str


@dataclass(frozen=True)
class Home:
    """The panels of the home page, each possibly empty."""

    pins: list[Pin]
    arcs: list[Arc]
    lines: list[TransferLine]
    now: MeetingRow | None
    meetings: list[MeetingRow]
    consultations: list[Teaser]
    results: list[ShownResult]
    register_url: str
    figures: list[Figure]


def home_of(page: HomePage, frame: Frame, at: datetime) -> Home:
    """Everything on the home page at a moment, in a constant number of queries."""
    on_map = list(pilots())
    transfers = list(transfers_of([pilot.pk for pilot in on_map]))
    pins = pins_of(on_map, lambda pilot: pilot.get_url())
    meetings = upcoming_meetings(None, MEETINGS, at)
    return Home(
        pins=pins,
        arcs=arcs_of(on_map, transfers),
        lines=_lines(pins, on_map, transfers),
        now=next((row for row in meetings if row.status == "live"), None),
        meetings=meetings,
        consultations=open_consultations(at, CONSULTATIONS),
        results=_latest_results(on_map),
        register_url=_register_url(frame),
        figures=[_figure(figure) for figure in with_linkable(page.figures)],
    )


def _lines(pins: list[Pin], on_map: list[PilotPage], transfers: list[Transfer]) -> list[TransferLine]:
    placed = [pilot for pilot in on_map if place_of(pilot)]  # pins_of makes one pin for each of these, in order
    return [
        TransferLine(pin, pilot, [transfer for transfer in transfers if transfer.pilot_id == pilot.pk])
        for pin, pilot in zip(pins, placed, strict=True)
    ]


def _latest_results(on_map: list[PilotPage]) -> list[ShownResult]:
    places = {pilot.pk: place for pilot in on_map if (place := place_of(pilot))}
    latest = readable(ResultPage.objects.all()).for_language().defer_streamfields()
    return [
        ShownResult(page, [places[page.pilot_id]] if page.pilot_id in places else [])
        for page in latest.order_by("-first_published_at", "-pk")[:RESULTS]
    ]


def _register_url(frame: Frame) -> str:
    """Where every result stands: the register, where the menu leads to it; else blank."""
    return next((link.url for link in frame.menu if link.kind == ProjectIndexPage._meta.model_name), "")


def _figure(figure: HomeFigure) -> Figure:
    page: Any = figure.page
    if page is not None and getattr(figure, "is_linkable", page.live):
        return Figure(figure, page.get_url() or "")
    return Figure(figure, section_url(figure.section, current_language()) if figure.section else "")
