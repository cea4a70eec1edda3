"""The basin on which somebody points at a place: a script turns the point into latitude and longitude."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kernel.languages.choices import current_language
from kernel.ui.projection import HEIGHT, WIDTH, project

from .chart import GAP, LARGE, coast, ground, lettering

PIN = "M0 0C-7-10-9-13-9-18a9 9 0 1 1 18 0c0 5-2 8-9 18z"


def basin_point(lat: float | None = None, lon: float | None = None, *, first: bool = True) -> SafeString:
    """The map with a pin at a place, hidden from screen readers: the page must offer a list and coordinates beside it.

    `first`: the first such map of a page, which defines the coast for all.
    """
    x, y = project(lat, lon) if lat is not None and lon is not None else (0.0, 0.0)
    shown = lat is not None and lon is not None and 0 <= x <= WIDTH and 0 <= y <= HEIGHT
    names = lettering(current_language(), gap_of=lambda _at: GAP, is_kept=lambda _at: True)
    return format_html(
        '{}{}{}<path class="point__pin{}" data-place-pin="" transform="translate({} {}) scale(2)" d="{}"/></svg>',
        coast() if first else "",
        ground(LARGE, "basin--l point__map", ""),
        names,
        "" if shown else " point__pin--off",
        x,
        y,
        PIN,
    )
