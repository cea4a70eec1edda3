"""What is drawn and says nothing: the rhumb fan of page heads, the southern shore, shared patterns, error sheets."""

import random
from math import cos, pi, sin

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .sheet import sheet

RIGHT_EDGE = 612  # of the soundings on an error sheet
FAN_NODES = ((1200, 60), (1250, 170), (1160, 230), (1320, 50), (1220, 130))


def winds(x: float, y: float, *, count: int = 32, length: int = 900, turn: float = 0.0) -> str:
    """Path of the rhumb lines that leave one node of the chart."""
    angles = [2 * pi * (j + turn) / count for j in range(count)]
    return "".join(f"M{x:g} {y:g}l{length * cos(a):.0f} {length * sin(a):.0f}" for a in angles)


def svg_defs() -> SafeString:
    """Patterns that charts refer to; once a page (base.html)."""
    return mark_safe(
        '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>'
        '<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="hatch" d="M0 0V5"/></pattern></defs></svg>'
    )


def fan(seed: str | int = 0) -> SafeString:
    """A node and its thirty-two winds behind the head of an inner page; the seed chooses the node."""
    place = seed if isinstance(seed, int) else sum(map(ord, str(seed)))
    x, y = FAN_NODES[place % len(FAN_NODES)]
    return format_html(
        '<svg class="fan" viewBox="0 0 1440 320" preserveAspectRatio="xMaxYMin slice" aria-hidden="true">'
        '<path d="{}"/><circle cx="{}" cy="{}" r="46"/><circle cx="{}" cy="{}" r="3" class="f"/></svg>',
        winds(x, y, length=1600, turn=0.5),
        x,
        y,
        x,
        y,
    )


def coast() -> SafeString:
    """Every page ends on the southern shore."""
    return format_html(
        '<div class="coast" aria-hidden="true"><svg viewBox="0 298 1440 322" preserveAspectRatio="none">'
        '<defs><path id="south" d="{}"/></defs>'
        '<use href="#south" class="c3"/><use href="#south" class="c2"/><use href="#south" class="c1"/></svg></div>',
        sheet()["south"],
    )


def _soundings(seed: int, box: tuple[int, int, int, int], lines: int = 12) -> str:
    """Depths along survey lines that stop at a box (left, top, right, bottom)."""
    drawn = random.Random(seed)  # noqa: S311 (a drawing, the same every time)
    left, top, right, bottom = box
    texts = []
    for i in range(lines):
        for j in range(7):
            x = 40 + i * 560 / (lines - 1) + drawn.randint(-6, 6) + j * 3
            y = 48 + j * 66 + drawn.randint(-9, 9)
            depth = max(3, int(12 + j * 9 + 8 * sin(i / 2) + drawn.randint(-3, 3)))
            if x < RIGHT_EDGE and not (left < x < right and top < y < bottom):
                texts.append(f'<text class="dep" x="{x:.0f}" y="{y}">{depth}</text>')
    return "".join(texts)


def _unsurveyed() -> tuple[str, int, int]:
    limit = '<path class="lim" d="M170 250Q180 130 320 130T490 240 330 350 170 250Z"/>'
    return _soundings(4, (150, 105, 512, 385)) + limit, 325, 247


def _restricted() -> tuple[str, int, int]:
    ticks = "".join(f"M{x} 110v12M{x} 370v-12" for x in range(150, 520, 37))
    ticks += "".join(f"M120 {y}h12M520 {y}h-12" for y in range(140, 370, 37))
    box = f'<path class="lim lim--plain" d="M120 110H520V370H120Z{ticks}"/>'
    return f'<path class="rh" d="{winds(320, 600, turn=0.5)}"/>{box}' + _soundings(9, (95, 90, 545, 400)), 320, 247


def _tide() -> tuple[str, int, int]:
    def height(x: int) -> float:
        return 240 - 70 * sin((x - 40) / 280 * pi * 1.6)

    ticks = "".join(
        f"M{40 + i * 56} 420v{12 if i % 2 else 7}M40 {420 - i * 36}h{-12 if i % 2 else -7}" for i in range(11)
    )
    wave = "".join(f"{'M' if x == 40 else 'L'}{x} {height(x):.1f}" for x in range(40, 601, 5))  # noqa: PLR2004 (first point)
    return (
        f'<path class="ln" d="M40 60V420M40 420H600{ticks}"/><path class="wave" d="{wave}"/>'
        f'<circle class="now" cx="376" cy="{height(376):.0f}" r="9"/><path class="lim" d="M477 110V420"/>',
        477,
        92,
    )


def _light_out() -> tuple[str, int, int]:
    return (
        f'<path class="rh" d="{winds(320, 240, turn=0.5)}"/>'
        '<circle cx="320" cy="240" r="150" class="ln ln--dots"/><circle cx="320" cy="240" r="7" class="light"/>'
        '<path class="ln" d="M300 260l40-40"/><text class="dep dep--out" x="320" y="342">Fl(2) 6s 24M</text>',
        320,
        318,
    )


def _wrong_bearing() -> tuple[str, int, int]:
    """Three bearings that do not meet: the triangle of error of a fix at sea."""
    return (
        f'<path class="rh" d="{winds(180, 400, count=16)}{winds(520, 420, count=16)}{winds(330, 60, count=16)}"/>'
        '<path class="ln" d="M180 400 430 130M520 420 240 150M330 60 330 330"/>'
        '<path class="lim" d="M330 238 346 221 330 237Z M330 205 330 238 314 221Z"/>'
        '<circle class="now" cx="330" cy="222" r="9"/>',
        330,
        380,
    )


ERROR_SHEETS = {400: _wrong_bearing, 403: _restricted, 404: _unsurveyed, 429: _tide, 500: _light_out}


def error_sheet(code: int, term: str, language: str) -> SafeString:
    """What a chart says of a place that it cannot show; the words of the page say the same."""
    drawing, x, y = ERROR_SHEETS[code]()
    return format_html(
        '<figure class="sheet" aria-hidden="true"><svg viewBox="0 0 640 480">'
        '<rect class="basin__sea" width="640" height="480"/>{}<text lang="{}" x="{}" y="{}">{}</text></svg></figure>',
        mark_safe(drawing),  # noqa: S308 (our own numbers)
        language,
        x,
        y,
        term,
    )
