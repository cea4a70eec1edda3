"""What the home page shows today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from consultations.queries import Teaser, ahead
from events.queries import MeetingRow, upcoming_meetings
from kernel.languages.choices import current_language
from kernel.languages.models import language_used, value_used
from kernel.pagecache.keeping import kept
from pages.base.queries import with_linkable
from pages.projects.models import ProjectIndexPage
from pages.projects.queries import (
    Arc,
    LatestResult,
    PilotOnMap,
    Pin,
    Text,
    arcs_of,
    latest_results,
    pilots_on_map,
    pins_of,
)

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
    pilot: PilotOnMap


@dataclass(frozen=True)
class ShownResult:
    """A result with the place of its pilot, for its plate."""

    result: LatestResult
    places: list[tuple[float, float]]


@dataclass(frozen=True)
class Figure:
    """A figure, what it counts, and the address of the list that it opens; blank where it opens none."""

    value: str
    label: Text
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
    on_map = pilots_on_map()
    pins = pins_of(on_map)
    meetings = upcoming_meetings(None, MEETINGS, at)
    return Home(
        pins=pins,
        arcs=arcs_of(on_map),
        lines=_lines(pins, on_map),
        now=next((row for row in meetings if row.status == "live"), None),
        meetings=meetings,
        consultations=_open_consultations(at),
        results=_latest_results(on_map),
        register_url=_register_url(frame),
        figures=_figures(page),
    )


def _lines(pins: list[Pin], on_map: list[PilotOnMap]) -> list[TransferLine]:
    placed = [pilot for pilot in on_map if pilot.place]  # pins_of makes one pin for each of these, in order
    return [TransferLine(pin, pilot) for pin, pilot in zip(pins, placed, strict=True)]


def _latest_results(on_map: list[PilotOnMap]) -> list[ShownResult]:
    places = {pilot.pk: [pilot.place] for pilot in on_map if pilot.place}
    return [ShownResult(result, places.get(result.pilot or 0, [])) for result in latest_results(RESULTS)]


def _register_url(frame: Frame) -> str:
    """Where every result stands: the register, where the menu leads to it; else blank."""
    return next((link.url for link in frame.menu if link.kind == ProjectIndexPage._meta.model_name), "")


def _open_consultations(at: datetime) -> list[Teaser]:
    """The first to close first. Those that are not over yet are read once a generation; which of them are open depends
    on the moment."""
    found = kept("consultations-ahead", lambda: ahead(at))
    spans = [(one, one.consultation.opens_at, one.consultation.closes_at) for one in found]
    return [one for one, opens_at, closes_at in spans if opens_at <= at < closes_at][:CONSULTATIONS]


def _figures(page: HomePage) -> list[Figure]:
    """Read once a generation and language; those of a preview, which are not saved, each time."""
    if isinstance(page.figures.all(), QuerySet):
        return kept(f"figures:{page.pk}", lambda: [_figure(figure) for figure in with_linkable(page.figures)])
    return [_figure(figure) for figure in with_linkable(page.figures)]


def _figure(figure: HomeFigure) -> Figure:
    opened: Any = figure.page
    label = Text(str(value_used(figure, "label") or ""), language_used(figure, "label") or "")
    if opened is not None and getattr(figure, "is_linkable", opened.live):
        return Figure(figure.value, label, opened.get_url() or "")
    return Figure(figure.value, label, section_url(figure.section, current_language()) if figure.section else "")
