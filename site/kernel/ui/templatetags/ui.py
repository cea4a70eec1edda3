"""Template tags of the interface: icons, level marks, gauges, charts and maps. Built in: no {% load %}."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from kernel.ui import alternates, icons, marks, ornaments

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
def head_links(context: dict[str, Any]) -> dict[str, Any]:
    """Canonical address and hreflang of what is shown."""
    return alternates.head_links(context.get("request"), context.get("page"))


@register.simple_tag
def is_demo() -> bool:
    """{% is_demo as demo %}: whether this installation shows the demo's accounts and mailbox."""
    return bool(getattr(settings, "DEMO", False))


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
