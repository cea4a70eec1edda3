"""Line icons, read once from static/icons and put inline, so that they take the colour of their text."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@cache
def _drawing(name: str) -> SafeString:
    found = finders.find(f"icons/{name}.svg")
    if found is None:
        raise LookupError(f"no icon is called “{name}”: see site/static/icons")
    svg = Path(str(found)).read_text(encoding="utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    return mark_safe(re.sub(r"\s+", " ", inner.group(1)).strip() if inner else "")  # noqa: S308 (our own files)


@cache
def icon(name: str, *, turns: bool = False) -> SafeString:
    """An icon without a name of its own: words stand beside it or in .sr.

    With `turns`, it faces the other way in Arabic. Raises LookupError for a name that is not in static/icons.
    """
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        " icon--dir" if turns else "",
        _drawing(name),
    )
