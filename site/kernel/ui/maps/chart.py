"""The chart that every map of the basin stands on: deep water, shallows, winds, land, lettering. No border, ever."""

from collections.abc import Callable, Mapping, Sequence
from math import cos, radians, sin
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kernel.ui.ornaments import winds
from kernel.ui.projection import HEIGHT, WIDTH, distance, project
from kernel.ui.sheet import sheet

Point = tuple[float, float]
NEAR = 14  # units of the sheet: a pin this close to a town of the chart carries the town's name
GAP = 9  # from a town's dot to its name
HIDDEN = mark_safe('aria-hidden="true"')
LARGE, SMALL = f"0 0 {WIDTH} {HEIGHT}", "0 10 1440 620"  # the sheet of desks and the one of phones


def read(item: Any, name: str, default: Any = None) -> Any:
    """A fact of a dict or of an object: templates pass either."""
    return item.get(name, default) if isinstance(item, Mapping) else getattr(item, name, default)


def place(item: Any) -> Point:
    """Where something lies on the sheet: its x and y, or its lat and lon projected."""
    if read(item, "x") is not None:
        return float(read(item, "x")), float(read(item, "y"))
    return project(float(read(item, "lat")), float(read(item, "lon")))


def rhumbs() -> str:
    """A central node and six around it, as on a portolan."""
    cx, cy, reach = 742, 352, 470
    turns = [radians(a) for a in (180, 0, 215, 325, 145, 35)]
    path = winds(cx, cy, count=32, length=1500)
    return path + "".join(
        winds(round(cx + reach * cos(a)), round(cy + reach * 0.62 * sin(a)), count=16, length=1500) for a in turns
    )


def coast() -> SafeString:
    """The coast, drawn once a page: both sheets use it."""
    return format_html(
        '<svg class="defs" width="0" height="0" aria-hidden="true"><defs><path id="basin-land" d="{}"/></defs></svg>',
        sheet()["land"],
    )


def ground(view: str, classes: str, role: str) -> SafeString:
    """Deep water, three depths of shallows, winds, land: an open <svg>, hidden from screen readers without a role."""
    said = format_html('role="{}" aria-label="{}"', role, _("Carte du bassin méditerranéen")) if role else HIDDEN
    halos = format_html_join("", '<use href="#basin-land" class="basin__halo{}"/>', ((i,) for i in (3, 2, 1)))
    return format_html(
        '<svg class="{}" viewBox="{}" preserveAspectRatio="xMidYMin slice" {}>'
        '<rect class="basin__sea" x="-40" y="-40" width="1520" height="720"/>{}'
        '<path class="basin__rhumb" d="{}"/><use href="#basin-land" class="basin__land"/>',
        classes,
        view,
        said,
        halos,
        rhumbs(),
    )


def _town(town: Mapping[str, Any], language: str, kept: bool, gap: float) -> SafeString:
    """A town of the chart: its name stands perpendicular to the coast and faces the sea, `gap` units from its dot."""
    x, y = project(town["lat"], town["lon"])
    classes = "basin__name" if kept else "basin__name basin__name--minor"
    dot = format_html('<circle class="basin__dot" cx="{}" cy="{}" r="3"/>', x, y)
    angle = town.get("angle_ar" if language == "ar" else "angle")
    if angle is None:
        more = gap - GAP
        return dot + format_html(
            '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>',
            classes,
            round(x + town["dx"] + {"start": more, "end": -more}.get(town["anchor"], 0), 1),
            round(y + town["dy"] + (more if town["anchor"] == "middle" else 0), 1),
            town["anchor"],
            town[language],
        )
    faces_back = cos(radians(angle)) < 0
    turn = angle if not faces_back else angle - 180 if angle > 0 else angle + 180
    return dot + format_html(
        '<text class="{}" transform="translate({} {}) rotate({})" x="{}" y="4.5"{}>{}</text>',
        classes,
        x,
        y,
        turn,
        f"{-gap if faces_back else gap:g}",
        mark_safe(' text-anchor="end"') if faces_back else "",
        town[language],
    )


def lettering(language: str, gap_of: Callable[[Point], float], is_kept: Callable[[Point], bool]) -> SafeString:
    """Names of seas and towns. `gap_of` says how far from its dot a town's name begins; towns that are not kept lose
    their name where the map grows small."""
    seas = format_html_join(
        "",
        '<text class="basin__sea-name" lang="{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((language, s["x"], s["y"], s[language]) for s in sheet()["seas"]),
    )
    towns = ((town, project(town["lat"], town["lon"])) for town in sheet()["towns"])
    names = format_html_join("", "{}", ((_town(town, language, is_kept(at), gap_of(at)),) for town, at in towns))
    return seas + names


def four_names(language: str) -> SafeString:
    """The names that the sheet of phones has room for, on land."""
    return format_html_join(
        "",
        '<text class="basin__name" x="{}" y="{}" text-anchor="middle" aria-hidden="true">{}</text>',
        ((t["small"][0], t["small"][1], t[language]) for t in sheet()["towns"] if "small" in t),
    )


def is_near(at: Point, points: Sequence[Point]) -> bool:
    """Whether one of the points bears the name of the town that lies here."""
    return any(distance(at, point) < NEAR for point in points)
