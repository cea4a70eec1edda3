"""Chart plates: a crop of the coast where other sites put a photograph."""

import random
from collections.abc import Sequence
from functools import cache, lru_cache
from math import pi
from typing import Any

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kernel.ui.ornaments import winds
from kernel.ui.projection import distance, project, project_on_plate
from kernel.ui.sheet import sheet

from .chart import Point


@lru_cache(maxsize=500)
def nearest_plate(lat: float, lon: float) -> str:
    """The plate whose middle lies nearest to a place."""
    here = project(lat, lon)
    plates: dict[str, Any] = sheet()["plates"]
    return min(plates, key=lambda key: distance(here, project(plates[key]["lat"], plates[key]["lon"])))


def _covers(key: str, lat: float, lon: float) -> bool:
    x, y = _on_plate(key, lat, lon)
    return 20 < x < 580 and 20 < y < 380  # noqa: PLR2004 (the margins of a plate of 600 by 400)


def _on_plate(key: str, lat: float, lon: float) -> Point:
    plate = sheet()["plates"][key]
    return project_on_plate(lat, lon, centre=(plate["lon"], plate["lat"]), span=plate["span"])


@cache
def _plate_winds(key: str) -> str:
    drawn = random.Random(key)  # noqa: S311 (a drawing, the same every time)
    return winds(drawn.choice((150, 450, 300)), drawn.choice((120, 280)), turn=0.05 * 32 / (2 * pi))


def _window(points: Sequence[Point]) -> str:
    """The strip that a wide plate (16 by 7) shows: the one around its pins."""
    strip = 600 * 7 / 16
    middle = sum(y for _x, y in points) / len(points) if points else 200
    return f"0 {min(max(middle - strip / 2, 0), 400 - strip):g} 600 {strip:g}"


def plate(
    key: str, *, pins: Sequence[tuple[float, float]] = (), caption: str = "", alt: str = "", wide: bool = False
) -> SafeString:
    """A chart crop where other sites put a photograph: the plate `key` with pins at (lat, lon).

    A place that no plate covers is shown on a crop of the basin's own coast, centred on it. Without `alt` or
    `caption` the plate decorates and is hidden from screen readers. Each is drawn once.
    """
    places = tuple((float(lat), float(lon)) for lat, lon in pins)
    return _drawn(key, places, conditional_escape(caption), conditional_escape(alt), wide)


@lru_cache(maxsize=500)
def _drawn(
    key: str, pins: tuple[tuple[float, float], ...], caption: SafeString, alt: SafeString, wide: bool
) -> SafeString:
    if key:
        points, scale, lines = [_on_plate(key, *pin) for pin in pins], 1.0, _plate_winds(key)
        view, land = _window(points) if wide else "0 0 600 400", static("map/plates.svg") + f"#{key}"
    else:
        points, scale = [project(*pin) for pin in pins], 0.3
        x, y = points[0]
        view, land = f"{x - 90:g} {y - 60:g} 180 120", static("map/basin.svg") + "#basin"
        lines = winds(round(x + 40), round(y - 30))
    name = alt or caption
    marks = format_html_join(
        "",
        '<circle class="pilot-mark" cx="{0}" cy="{1}" r="{2}"/><circle class="ring" cx="{0}" cy="{1}" r="{3}"/>',
        ((x, y, f"{9 * scale:g}", f"{20 * scale:g}") for x, y in points),
    )
    classes = "plate" + (" plate--wide" if wide else "") + ("" if key else " plate--crop")
    said = format_html('role="img" aria-label="{}"', name) if name else mark_safe('aria-hidden="true"')
    halos = format_html_join("", '<use class="basin__halo{}" href="{}"/>', ((i, land) for i in (3, 2, 1)))
    words = format_html("<figcaption>{}</figcaption>", caption) if caption else ""
    return format_html(
        '<figure class="{}"><svg viewBox="{}" preserveAspectRatio="xMidYMid slice" {}>'
        '<rect class="basin__sea" x="-40" y="-40" width="1520" height="760"/>{}'
        '<path class="basin__rhumb" d="{}"/><use class="basin__land" href="{}"/>{}</svg>{}</figure>',
        classes,
        view,
        said,
        halos,
        lines,
        land,
        marks,
        words,
    )


def plate_for(lat: float, lon: float, **how: Any) -> SafeString:
    """The plate of a place: the nearest one when it covers it, else a crop of the basin."""
    key = nearest_plate(lat, lon)
    return plate(key if _covers(key, lat, lon) else "", pins=[(lat, lon)], **how)
