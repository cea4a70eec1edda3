"""The basin, its pilots and the lines by which they travel; chart plates. No national border is ever drawn."""

import random
from collections.abc import Iterable, Mapping, Sequence
from math import cos, pi, radians, sin
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kernel.languages.choices import current_language

from .ornaments import winds
from .projection import HEIGHT, WIDTH, distance, project, project_on_plate
from .sheet import sheet

Point = tuple[float, float]
NEAR = 14  # units of the sheet: a pin this close to a town of the chart carries the town's name
SEA = (742.0, 330.0)  # the middle of the water
MOST_BOW = 84
EDGE = 36  # pins and ends of lines stay this far inside the sheet of phones


def read(item: Any, name: str, default: Any = None) -> Any:
    """A fact of a dict or of an object: templates pass either."""
    return item.get(name, default) if isinstance(item, Mapping) else getattr(item, name, default)


def place(item: Any) -> Point:
    """Where something lies on the sheet: its x and y, or its lat and lon projected."""
    if read(item, "x") is not None:
        return float(read(item, "x")), float(read(item, "y"))
    return project(float(read(item, "lat")), float(read(item, "lon")))


def _rhumbs() -> str:
    """A central node and six around it, as on a portolan."""
    cx, cy, reach = 742, 352, 470
    turns = [radians(a) for a in (180, 0, 215, 325, 145, 35)]
    path = winds(cx, cy, count=32, length=1500)
    return path + "".join(
        winds(round(cx + reach * cos(a)), round(cy + reach * 0.62 * sin(a)), count=16, length=1500) for a in turns
    )


def _bend(a: Point, b: Point, given: float | None) -> float:
    """How far a line bows, as a part of its length: long lines less, and towards the middle of the sea."""
    if given is not None:
        return given
    bow = min(0.22, MOST_BOW / max(distance(a, b), 1.0))
    (x1, y1), (x2, y2) = a, b
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)

    def away(bend: float) -> float:
        return distance((middle[0] - (y2 - y1) * bend, middle[1] + (x2 - x1) * bend), SEA)

    return min((bow, -bow), key=away)


def _arc(a: Point, b: Point, bend: float) -> str:
    (x1, y1), (x2, y2) = a, b
    dx, dy = x2 - x1, y2 - y1
    return f"M{x1:g} {y1:g}Q{(x1 + x2) / 2 - dy * bend:.0f} {(y1 + y2) / 2 + dx * bend:.0f} {x2:g} {y2:g}"


def _ends(arc: Any) -> tuple[Point, Point]:
    start, end = read(arc, "from"), read(arc, "to")
    return project(*start), project(*end)


def _ground(view: str, classes: str, role: str) -> SafeString:
    """Deep water, three depths of shallows, winds, land. `basin-land` is drawn once a page."""
    halos = format_html_join("", '<use href="#basin-land" class="basin__halo{}"/>', ((i,) for i in (3, 2, 1)))
    return format_html(
        '<svg class="{}" viewBox="{}" preserveAspectRatio="xMidYMin slice" role="{}" aria-label="{}">'
        '<rect class="basin__sea" x="-40" y="-40" width="1520" height="720"/>{}'
        '<path class="basin__rhumb" d="{}"/><use href="#basin-land" class="basin__land"/>',
        classes,
        view,
        role,
        _("Carte du bassin méditerranéen"),
        halos,
        _rhumbs(),
    )


def _town(town: Mapping[str, Any], language: str, kept: bool, has_pin: bool) -> SafeString:
    """A town of the chart: its name stands perpendicular to the coast and faces the sea."""
    x, y = project(town["lat"], town["lon"])
    classes = "basin__name" if kept else "basin__name basin__name--minor"
    dot = format_html('<circle class="basin__dot" cx="{}" cy="{}" r="3"/>', x, y)
    angle = town.get("angle_ar" if language == "ar" else "angle")
    if angle is None:
        return dot + format_html(
            '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>',
            classes,
            round(x + town["dx"], 1),
            round(y + town["dy"], 1),
            town["anchor"],
            town[language],
        )
    gap = 16 if has_pin else 9
    faces_back = cos(radians(angle)) < 0
    turn = angle if not faces_back else angle - 180 if angle > 0 else angle + 180
    return dot + format_html(
        '<text class="{}" transform="translate({} {}) rotate({})" x="{}" y="4.5"{}>{}</text>',
        classes,
        x,
        y,
        turn,
        -gap if faces_back else gap,
        mark_safe(' text-anchor="end"') if faces_back else "",
        town[language],
    )


def _lettering(language: str, pins: Sequence[Any], ends: Sequence[Point]) -> SafeString:
    seas = format_html_join(
        "",
        '<text class="basin__sea-name" lang="{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((language, s["x"], s["y"], s[language]) for s in sheet()["seas"]),
    )
    places = [place(pin) for pin in pins]
    names = []
    for town in sheet()["towns"]:
        at = project(town["lat"], town["lon"])
        has_pin = any(distance(at, p) < NEAR for p in places)
        names.append(_town(town, language, has_pin or any(distance(at, e) < NEAR for e in ends), has_pin))
    return seas + format_html_join("", "{}", ((name,) for name in names))


def _large(pins: Sequence[Any], arcs: Sequence[Any], language: str) -> SafeString:
    lines = [(_ends(arc), read(arc, "bend")) for arc in arcs]
    drawn = format_html_join(
        "", '<path class="arc" pathLength="1" d="{}"/>', ((_arc(a, b, _bend(a, b, bend)),) for (a, b), bend in lines)
    )
    ends = format_html_join("", '<circle class="arc-end" cx="{}" cy="{}" r="5"/>', (b for (_a, b), _bend in lines))
    marks = format_html_join(
        "",
        '<a href="{0}" aria-label="{1}"><circle class="pilot-reach" cx="{2}" cy="{3}" r="22"/>'
        '<circle class="pilot-mark" cx="{2}" cy="{3}" r="11.5"/>'
        '<text class="pilot-num" x="{2}" y="{4}" aria-hidden="true">{5}</text></a>',
        (
            (
                read(pin, "url"),
                _("Pilote %(number)s : %(title)s") % {"number": read(pin, "number"), "title": read(pin, "title")},
                x,
                y,
                round(y + 4.5, 1),
                read(pin, "number"),
            )
            for pin, (x, y) in ((pin, place(pin)) for pin in pins)
        ),
    )
    return format_html(
        '{}<g aria-hidden="true">{}{}{}</g>{}</svg>',
        _ground(f"0 0 {WIDTH} {HEIGHT}", "basin--l", "group"),
        _lettering(language, pins, [end for line, _b in lines for end in line]),
        drawn,
        ends,
        marks,
    )


def _small(pins: Sequence[Any], arcs: Sequence[Any], language: str) -> SafeString:
    """The sheet of phones: thick lines, numbered pins, four names on land; the list below carries the links."""
    lines = [(_ends(arc), read(arc, "bend")) for arc in arcs]
    drawn = format_html_join(
        "", '<path class="arc" pathLength="1" d="{}"/>', ((_arc(a, b, _bend(a, b, bend)),) for (a, b), bend in lines)
    )
    ends = format_html_join("", '<circle class="arc-end" cx="{}" cy="{}" r="12"/>', (b for (_a, b), _bend in lines))
    marks = format_html_join(
        "",
        '<circle class="pilot-mark" cx="{0}" cy="{1}" r="34"/><text class="pilot-num" x="{0}" y="{2}">{3}</text>',
        (
            (min(max(x, EDGE), WIDTH - EDGE), y, round(y + 15, 1), read(pin, "number"))
            for pin, (x, y) in ((pin, place(pin)) for pin in pins)
        ),
    )
    names = format_html_join(
        "",
        '<text class="basin__name" x="{}" y="{}" text-anchor="middle" aria-hidden="true">{}</text>',
        ((t["small"][0], t["small"][1], t[language]) for t in sheet()["towns"] if "small" in t),
    )
    return format_html("{}{}{}{}{}</svg>", _ground("0 10 1440 620", "basin--s", "img"), drawn, ends, marks, names)


def basin(pins: Iterable[Any], arcs: Iterable[Any] = ()) -> SafeString:
    """The map of the basin: `pins` have number, title, url and lat, lon; `arcs` go `from` (lat, lon) `to` (lat, lon).

    The list beside the map is its equivalent in words. One figure a page: it defines the coast once.
    """
    some_pins, some_arcs, language = list(pins), list(arcs), current_language()
    return format_html(
        '<svg class="defs" width="0" height="0" aria-hidden="true"><defs><path id="basin-land" d="{}"/></defs></svg>'
        "{}{}",
        sheet()["land"],
        _large(some_pins, some_arcs, language),
        _small(some_pins, some_arcs, language),
    )


# -- plates


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
    `caption` the plate decorates and is hidden from screen readers.
    """
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
