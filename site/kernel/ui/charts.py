"""Gauges, bars and small lines. Values are SVG attributes, so no style attribute is needed and nothing reflows.

Lengths are percentages of the drawing: it takes the size that CSS gives it. In Arabic CSS mirrors it.
A drawing with a label is an image with that name; without one it is hidden from screen readers, because the numbers
stand beside it in words.
"""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Number = int | float
MOST_TICKS = 24
GAUGES = ("", "signal", "full")
BARS = ("", "no", "abs", "none")


def percent(value: Number | None, total: Number | None) -> float:
    """Part of a whole between 0 and 100; an empty whole counts as 0."""
    if not total or value is None:
        return 0.0
    return round(min(max(float(value) / float(total), 0.0), 1.0) * 100, 2)


def _svg(classes: str, label: str, inner: SafeString) -> SafeString:
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}">{}</svg>', classes, label, inner)
    return format_html('<svg class="{}" aria-hidden="true">{}</svg>', classes, inner)


def gauge(value: Number, total: Number, *, label: str = "", variant: str = "", ticks: int | None = None) -> SafeString:
    """The graduated line: how much of a whole, one graduation a unit up to 24 units, ten beyond.

    Variants: "signal" for time that runs, "full" for a quota that is complete (hatched: waiting list).
    Raises ValueError for another variant.
    """
    if variant not in GAUGES:
        raise ValueError(f"no gauge is called “{variant}”: signal, full")
    units = ticks or (int(total) if total and total <= MOST_TICKS else 10)
    if variant == "full":
        return _svg("gauge gauge--full", label, mark_safe('<rect width="100%" height="100%" fill="url(#hatch)"/>'))
    positions = [f"{100 * i / units:g}" for i in range(1, units)]
    lines = format_html_join("", '<line x1="{0}%" x2="{0}%" y2="100%"/>', ((x,) for x in positions))
    filled = format_html('<rect width="{}%" height="100%"/>{}', f"{percent(value, total):g}", lines)
    return _svg(f"gauge gauge--{variant}" if variant else "gauge", label, filled)


def bar(
    value: Number | None,
    total: Number | None,
    *,
    kind: str = "",
    fair: Number | None = None,
    label: str = "",
    fitted: bool = False,
) -> SafeString:
    """A plain bar. Kinds: "" agreement or amount, "no" against, "abs" neither, "none" nobody yet (dashed box).

    `fair`, on the scale of `total`, draws the tick of the fair share. `fitted`: the drawing is as long as its bar, so
    that a figure can follow it. Raises ValueError for another kind.
    """
    if kind not in BARS:
        raise ValueError(f"no bar is called “{kind}”: no, abs, none")
    width = f"{percent(value, total):g}"
    if fitted:
        return format_html(
            '<svg class="bar bar--fit" width="{}%" aria-hidden="true"><rect width="100%" height="100%"/></svg>', width
        )
    inner = format_html('<rect width="{}%" height="100%"/>', width)
    if kind == "no":
        inner = format_html('{}<rect class="hatched" width="{}%" height="100%" fill="url(#hatch)"/>', inner, width)
    if fair is not None:
        inner = format_html(
            '{0}<line class="bar__fair" x1="{1}%" x2="{1}%" y1="-3" y2="100%"/>', inner, f"{percent(fair, total):g}"
        )
    return _svg(f"bar bar--{kind}" if kind else "bar", label, inner)


def diverging(against: Number, favour: Number, *, total: Number = 100) -> SafeString:
    """Disagreement on one side of the line, agreement on the other, in percent of `total`; the numbers stand beside."""
    left, right = percent(against, total) / 2, percent(favour, total) / 2
    return format_html(
        '<svg class="dv" aria-hidden="true">'
        '<rect class="dv__d" x="{0}%" y="16%" width="{1}%" height="68%"/>'
        '<rect class="hatched" x="{0}%" y="16%" width="{1}%" height="68%" fill="url(#hatch)"/>'
        '<rect class="dv__a" x="50%" y="16%" width="{2}%" height="68%"/>'
        '<line x1="50%" x2="50%" y1="-40%" y2="140%"/></svg>',
        f"{50 - left:g}",
        f"{left:g}",
        f"{right:g}",
    )


def spark(values: Sequence[Number], target: Number | None = None, *, width: int = 136, height: int = 36) -> SafeString:
    """How a figure moved, with its target dotted. Hidden from screen readers: the values stand in the row."""
    points = [float(v) for v in values]
    if not points:
        return SafeString("")
    known = [*points, float(target)] if target is not None else points
    low, span = min(known), (max(known) - min(known)) or 1.0

    def y(value: float) -> float:
        return round(4 + (height - 8) * (1 - (value - low) / span), 1)

    step = (width - 8) / max(len(points) - 1, 1)
    line = " L".join(f"{2 + i * step:.1f} {y(v):g}" for i, v in enumerate(points))
    aim = format_html('<path class="t" d="M0 {}H{}"/>', f"{y(float(target)):g}", width) if target is not None else ""
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true">{}<path d="M{}"/>'
        '<circle cx="{}" cy="{}" r="3.5"/></svg>',
        width,
        height,
        aim,
        line,
        f"{2 + (len(points) - 1) * step:.1f}",
        f"{y(points[-1]):g}",
    )


def track(need: Number, have: Number | None = None, *, top: int = 5) -> SafeString:
    """Transferability: a disc for what a pilot requires, a diamond for what a place has, hatched where it is short."""
    at = percent(need, top)
    lines = format_html_join(
        "", '<line x1="{0}%" x2="{0}%" y2="100%"/>', ((f"{100 * i / top:g}",) for i in range(top + 1))
    )
    inner = format_html('<g class="track__g">{}</g>', lines)
    if have is not None:
        own = percent(have, top)
        start, end = sorted((own, at))
        gap = own < at
        inner += format_html(
            '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"{}/>',
            "track__gap" if gap else "track__over",
            f"{start:g}",
            "34%" if gap else "47%",
            f"{end - start:g}",
            "32%" if gap else "6%",
            mark_safe(' fill="url(#hatch)"') if gap else "",
        )
        inner += format_html(
            '<svg class="track__have" x="{}%" y="{}" overflow="visible"><path d="M0-8 8 0 0 8-8 0z"/></svg>',
            f"{own:g}",
            "20%" if own == at else "50%",
        )
    inner += format_html('<circle class="track__need" cx="{}%" cy="50%" r="7"/>', f"{at:g}")
    return _svg("track", "", inner)
