"""Template tags of the interface: icons, level marks, gauges, charts and maps. Built in: no {% load %}."""

import functools
import hashlib
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import Any

from django import template
from django.conf import settings
from django.core.cache import cache
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from kernel.languages.choices import current_language, direction
from kernel.ui import alternates, charts, controls, formats, icons, maps, marks, ornaments

register = template.Library()


@register.simple_tag
def icon(name: str, turns: bool = False) -> SafeString:
    """{% icon "bell" %}; {% icon "arrow-right" True %} faces the other way in Arabic."""
    return icons.icon(name, turns=turns)


@register.simple_tag
def level(code: str, label: str, words: bool = True) -> SafeString:
    """{% level voice.constituency voice.get_constituency_display %}: shape and word of a constituency."""
    return marks.level(code, label, words=words)


@register.simple_tag
def mark(code: str) -> SafeString:
    """{% mark "local" %}: the shape alone, where the word stands nearby."""
    return marks.mark(code)


@register.simple_tag
def status(code: str, label: str) -> SafeString:
    """{% status "open" "Inscriptions ouvertes" %}; codes: open part no wait live soon."""
    return marks.status(code, label)


@register.simple_tag
def symbol() -> SafeString:
    """The symbol of the site."""
    return marks.symbol()


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[alternates.LanguageLink]:
    """{% language_links as links %}: this page in each language (code, name, short, url, current)."""
    return alternates.language_links(context.get("request"))


@register.inclusion_tag("components/head_links.html", takes_context=True)
def head_links(context: dict[str, Any], number: int = 1) -> dict[str, Any]:
    """Canonical address and hreflang of what is shown; {% head_links page_obj.number %} where each page lasts."""
    return alternates.head_links(context.get("request"), context.get("page"), number)


@register.simple_tag
def is_demo() -> bool:
    """{% is_demo as demo %}: whether this installation shows the demo's accounts and mailbox."""
    return bool(getattr(settings, "DEMO", False))


@register.simple_tag
def stylesheets() -> SafeString:
    """{% stylesheets %}: the sheets, and the fonts that the reader's script needs first."""
    right_to_left = direction(current_language()) == "rtl"
    return _links_to_sheets(right_to_left) if settings.DEBUG else _known_links_to_sheets(right_to_left)


def _links_to_sheets(right_to_left: bool) -> SafeString:
    return render_to_string("components/stylesheets.html", {"bidi": right_to_left})


_known_links_to_sheets = functools.cache(_links_to_sheets)  # their names change with the files only


@register.simple_tag
def svg_defs() -> SafeString:
    """Patterns that charts refer to; base.html calls it once."""
    return ornaments.svg_defs()


@register.simple_tag
def fan(seed: str | int = 0) -> SafeString:
    """{% fan page.slug %}: the rhumb fan behind the head of an inner page, first in block main."""
    return ornaments.fan(seed)


@register.simple_tag
def coast() -> SafeString:
    """The southern shore above the footer; base.html calls it."""
    return ornaments.coast()


@register.simple_tag
def wordmark() -> SafeString:
    """The name of the site in both scripts, the reader's first."""
    return marks.wordmark()


@register.simple_tag
def language_letters(code: str) -> SafeString:
    """FR, EN or ع; the other script's letters are drawn, so that no font is fetched for them."""
    return marks.language_letters(code)


# -- charts


@register.simple_tag
def gauge(value: float, total: float, label: str = "", variant: str = "", ticks: int | None = None) -> SafeString:
    """{% gauge taken seats label="11 places sur 16" %}; variants: signal (time that runs), full (waiting list)."""
    return charts.gauge(value, total, label=label, variant=variant, ticks=ticks)


@register.simple_tag
def bar(  # noqa: PLR0917 (every argument is named in templates)
    value: float | None,
    total: float | None,
    kind: str = "",
    fair: float | None = None,
    label: str = "",
    fitted: bool = False,
) -> SafeString:
    """{% bar votes most kind="no" %}; kinds: no, abs, none; fair draws a tick; fitted: as long as its value."""
    return charts.bar(value, total, kind=kind, fair=fair, label=label, fitted=fitted)


@register.simple_tag
def diverging(against: float, favour: float, total: float = 100) -> SafeString:
    """{% diverging row.against row.favour %}: one row of table.agree; the numbers stand in the row."""
    return charts.diverging(against, favour, total=total)


@register.simple_tag
def spark(values: Sequence[float], target: float | None = None) -> SafeString:
    """{% spark indicator.values indicator.target %}."""
    return charts.spark(values, target)


@register.simple_tag
def track(need: float, have: float | None = None, top: int = 5) -> SafeString:
    """{% track need have %}: one row of table.profile; the numbers stand in the row."""
    return charts.track(need, have, top=top)


@register.inclusion_tag("components/mirror.html")
def mirror(rows: Iterable[Any]) -> dict[str, Any]:
    """{% mirror rows %}: who was heard; rows have code, label, north and south (south and east)."""
    some = list(rows)
    most = max((maps.read(row, side) or 0 for row in some for side in ("north", "south")), default=0)
    return {"rows": some, "most": most}


@register.inclusion_tag("components/phases.html")
def phases(steps: Sequence[Any], label: str) -> dict[str, Any]:
    """{% phases steps "Étapes" %}: one to eight steps with label, detail, state (done, now, beside it, or empty), and
    `of`, the object whose title the label is, where there is one."""
    return {"steps": steps, "label": label, "count": len(steps)}


# -- maps


@register.simple_tag
def basin(pins: Iterable[Any], arcs: Iterable[Any] = ()) -> SafeString:
    """{% basin pins arcs %} inside <figure class="basin">; cached by language and content."""
    some_pins, some_arcs = list(pins), list(arcs)
    facts = [[maps.read(p, k) for k in ("number", "title", "url", "lat", "lon", "x", "y")] for p in some_pins]
    facts += [[maps.read(a, k) for k in ("from", "to", "bend")] for a in some_arcs]
    digest = hashlib.sha256(repr((current_language(), facts)).encode()).hexdigest()[:32]
    drawn = cache.get_or_set(f"basin:{digest}", lambda: str(maps.basin(some_pins, some_arcs)), timeout=86400)
    return mark_safe(drawn or "")  # noqa: S308 (our own drawing, escaped when made)


@register.simple_tag
def basin_places(items: Iterable[Any]) -> SafeString:
    """{% basin_places places %} inside <figure class="basin">, with the list of the same places beside it.

    Places have label, url, lat, lon, count, chosen; cached by language and content.
    """
    some = list(items)
    facts = [[maps.read(i, k) for k in ("label", "url", "lat", "lon", "count", "chosen")] for i in some]
    digest = hashlib.sha256(repr((current_language(), facts)).encode()).hexdigest()[:32]
    drawn = cache.get_or_set(f"places:{digest}", lambda: str(maps.basin_places(some)), timeout=86400)
    return mark_safe(drawn or "")  # noqa: S308 (our own drawing, escaped when made)


@register.simple_tag
def plate(  # noqa: PLR0917 (every argument is named in templates)
    key: str = "",
    lat: float | None = None,
    lon: float | None = None,
    caption: str = "",
    alt: str = "",
    wide: bool = False,
) -> SafeString:
    """{% plate "gabes" caption="Golfe de Gabès" %} or {% plate lat=34.7 lon=10.8 alt="…" wide=True %}.

    Without a key, the plate nearest to the place; without a place, no pin.
    """
    if lat is None or lon is None:
        return maps.plate(key or "gabes", caption=caption, alt=alt, wide=wide)
    if key:
        return maps.plate(key, pins=[(float(lat), float(lon))], caption=caption, alt=alt, wide=wide)
    return maps.plate_for(float(lat), float(lon), caption=caption, alt=alt, wide=wide)


# -- dates, numbers, lists


@register.filter
def longdate(value: formats.Day | None, zone: str | tzinfo | None = None) -> str:
    """mercredi 9 décembre 2026."""
    return formats.day(value, "long", zone)


@register.filter
def mediumdate(value: formats.Day | None, zone: str | tzinfo | None = None) -> str:
    """9 décembre 2026."""
    return formats.day(value, "medium", zone)


@register.filter
def shortdate(value: formats.Day | None, zone: str | tzinfo | None = None) -> str:
    """9 déc. 2026."""
    return formats.day(value, "short", zone)


@register.filter
def daymonth(value: formats.Day | None, zone: str | tzinfo | None = None) -> str:
    """9 décembre."""
    return formats.day(value, "day_month", zone)


@register.filter
def monthyear(value: formats.Day | None, zone: str | tzinfo | None = None) -> str:
    """déc. 2026."""
    return formats.day(value, "month", zone)


@register.filter
def dayofmonth(value: formats.Day | None, zone: str | tzinfo | None = None) -> str:
    """9, for the large figure of .meet__date."""
    return formats.day(value, "day", zone)


@register.filter
def stamp(value: formats.Day | None) -> str:
    """2026-12-09T09:30:00+01:00, for the datetime of <time>: HTML knows no microseconds."""
    return formats.stamp(value)


@register.filter
def time_in(value: Any, zone: str | tzinfo | None = None) -> str:
    """09:30 in a zone, else in the current one."""
    return formats.clock(value, zone)


@register.filter
def datetime_in(value: Any, zone: str | tzinfo | None = None) -> str:
    """mercredi 9 décembre 2026, 09:30 in a zone, else in the current one."""
    return formats.moment(value, zone)


@register.filter
def number(value: formats.Amount | None, decimals: int | None = None) -> str:
    """1 284 · 1,284 · 1,284."""
    return formats.number(value, decimals)


@register.filter
def percent(value: formats.Amount | None, decimals: int = 0) -> str:
    """A part of a hundred: 74 % · 74% · 74%."""
    return formats.percent(value, decimals)


@register.filter
def list_join(values: Iterable[object], style: str = "standard") -> str:
    """a, b et c; {{ names|list_join:"or" }} says ou."""
    return formats.join(values, style)


# -- forms


@register.filter
def control_kind(field: BoundField) -> str:
    """box, boxes, rows, password, select, textarea, file or input."""
    return controls.kind(field)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control of a field with its class and direction; django/forms/field.html calls it."""
    return controls.control(field)


@register.filter
def error_anchor(field: BoundField) -> str:
    """The id that a link in the summary of errors leads to."""
    return controls.anchor(field)
