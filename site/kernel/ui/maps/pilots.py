"""The basin with its pilots and the lines by which they travel."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kernel.languages.choices import current_language
from kernel.ui.projection import WIDTH, distance, project

from .chart import GAP, LARGE, SMALL, Point, coast, four_names, ground, is_near, lettering, place, read

SEA = (742.0, 330.0)  # the middle of the water
MOST_BOW = 84
EDGE = 36  # pins and ends of lines stay this far inside the sheet of phones
PIN_GAP = 16  # a name steps aside for the pin of its town


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


def _names(language: str, pins: Sequence[Any], ends: Sequence[Point]) -> SafeString:
    places = [place(pin) for pin in pins]
    return lettering(
        language,
        gap_of=lambda at: PIN_GAP if is_near(at, places) else GAP,
        is_kept=lambda at: is_near(at, [*places, *ends]),
    )


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
        ground(LARGE, "basin--l", "group"),
        _names(language, pins, [end for line, _b in lines for end in line]),
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
    return format_html("{}{}{}{}{}</svg>", ground(SMALL, "basin--s", "img"), drawn, ends, marks, four_names(language))


def basin(pins: Iterable[Any], arcs: Iterable[Any] = ()) -> SafeString:
    """The map of the basin: `pins` have number, title, url and lat, lon; `arcs` go `from` (lat, lon) `to` (lat, lon).

    The list beside the map is its equivalent in words. One figure a page: it defines the coast once.
    """
    some_pins, some_arcs, language = list(pins), list(arcs), current_language()
    return coast() + _large(some_pins, some_arcs, language) + _small(some_pins, some_arcs, language)
