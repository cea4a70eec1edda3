"""The basin with the places where something is: one disc a place, its surface the number."""

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kernel.languages.choices import current_language
from kernel.ui.projection import distance

from .chart import GAP, LARGE, NEAR, SMALL, coast, four_names, ground, lettering, place, read

CLEAR = 4  # between a disc and the name of its town
SHOWN = 2  # from so many on, the number stands in the disc


def radius(count: int, *, small: bool = False) -> float:
    """Radius of a disc, so that its surface grows with the number; on the sheet of phones everything is larger."""
    least, step, most = (12, 5, 36) if small else (5.5, 3, 22)
    return round(min(least + step * sqrt(max(count, 1)), most), 1)


def _disc(item: Any) -> SafeString:
    (x, y), count = place(item), int(read(item, "count"))
    number = format_html('<text class="place__n" x="{}" y="{}">{}</text>', x, round(y + 4.2, 1), count)
    return format_html(
        '<a href="{}" tabindex="-1" class="place{}"><title>{}</title>'
        '<circle class="pilot-reach" cx="{}" cy="{}" r="{}"/>'
        '<circle class="place__disc" cx="{}" cy="{}" r="{}"/>{}</a>',
        read(item, "url"),
        " place--chosen" if read(item, "chosen") else "",
        read(item, "label"),
        *(x, y, max(radius(count), 14)),
        *(x, y, radius(count)),
        number if count >= SHOWN else "",
    )


def _large(items: Sequence[Any], language: str) -> SafeString:
    spots = [(place(item), radius(int(read(item, "count")))) for item in items]

    def gap_of(at: tuple[float, float]) -> float:
        return max((r + CLEAR for spot, r in spots if distance(at, spot) < NEAR), default=GAP)

    names = lettering(language, gap_of=gap_of, is_kept=lambda at: gap_of(at) > GAP)
    discs = format_html_join("", "{}", ((_disc(item),) for item in items))
    return format_html("{}{}{}</svg>", ground(LARGE, "basin--l", ""), names, discs)


def _small(items: Sequence[Any], language: str) -> SafeString:
    discs = format_html_join(
        "",
        '<circle class="place__disc{}" cx="{}" cy="{}" r="{}"/>',
        (
            (
                mark_safe(" place__disc--chosen") if read(item, "chosen") else "",
                *place(item),
                radius(int(read(item, "count")), small=True),
            )
            for item in items
        ),
    )
    return format_html("{}{}{}</svg>", ground(SMALL, "basin--s", ""), discs, four_names(language))


def basin_places(items: Iterable[Any]) -> SafeString:
    """The map of places: `items` have label, url, lat, lon, count and perhaps chosen.

    It is hidden from screen readers and its links from the keyboard: the page must list the same places with the same
    links beside it. One figure a page: it defines the coast once.
    """
    # the largest first, so that a small disc is never covered
    some, language = sorted(items, key=lambda item: -int(read(item, "count"))), current_language()
    return coast() + _large(some, language) + _small(some, language)
