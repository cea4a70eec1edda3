"""Tags of page templates: {% body page %}, {% picture image %}, {% page_head page %}, {% contents page %}."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from kernel.languages.choices import current_language, direction
from kernel.languages.models import language_used, value_used
from kernel.ui import formats, maps
from pages.base import bodies, pictures
from pages.base.queries import linkable_ids

register = template.Library()
QUOTES = {"fr": "«\u00a0{}\u00a0»", "en": "“{}”", "ar": "«{}»"}
READ_IN = {"fr": "Lire en français", "en": "Read in English", "ar": "اقرأ بالعربية"}  # each in its own language


@register.simple_tag(takes_context=True)
def body(context: dict[str, Any], page: Any, field: str = "body") -> SafeString:
    """{% body page %}: the blocks in the language shown, links of every block resolved together."""
    stream = value_used(page, field)
    if not stream:
        return mark_safe("")
    language = language_used(page, field) or current_language()
    scope = {
        "page": page,
        "request": context.get("request"),
        "text_language": language,
        "linkable": linkable_ids(asked) if (asked := bodies.pages_invited_to(stream)) else set(),
    }
    markup = "".join(block.render(context=scope) for block in stream)
    return SafeString(expand_db_html(markup))  # each block's template escapes what editors type


@register.simple_tag
def contents(page: Any, field: str = "body") -> list[bodies.Heading]:
    """{% contents page as headings %}: the parts of the body, for a table of contents."""
    return bodies.headings(value_used(page, field))


@register.filter
def anchor(text: str) -> str:
    """The fragment of a heading: {{ value.text|anchor }}."""
    return bodies.anchor(text)


@register.filter
def raw(rich_text: Any) -> SafeString:
    """A paragraph's own markup, its links not yet resolved: {% body %} resolves those of all blocks together."""
    return SafeString(rich_text.source)  # Draftail's whitelist has cleaned it when it was saved


@register.simple_tag
def chart(key: str = "", pins: Sequence[tuple[float, float]] = (), alt: str = "", wide: bool = False) -> SafeString:
    """{% chart page.plate pins alt="…" wide=True %}: a plate with every pin (lat, lon); nothing without either."""
    if key:
        return maps.plate(key, pins=pins, alt=alt, wide=wide)
    if not pins:
        return mark_safe("")
    if len(pins) == 1:
        return maps.plate_for(*pins[0], alt=alt, wide=wide)
    return maps.plate(maps.nearest_plate(*pins[0]), pins=pins, alt=alt, wide=wide)


@register.simple_tag
def picture_of(image: Any) -> pictures.Picture | None:
    """{% picture_of image as ready %}: what the upload task has made, or None."""
    return pictures.picture_of(image)


@register.simple_tag
def described(obj: Any, field: str = "description") -> dict[str, str]:
    """{% described image as alt %}: a text for an attribute, with the language and direction it stands in."""
    code = language_used(obj, field) or current_language()
    return {"text": value_used(obj, field) or "", "language": code, "direction": direction(code)}


@register.simple_tag
def text_of(obj: Any, field: str) -> str:
    """{% text_of page "title" as title %}: the value shown, as plain text."""
    return str(value_used(obj, field) or "")


@register.simple_tag
def page_title(page: Any) -> str:
    """{% page_title page %}: the title of the window, the one for search engines where there is one."""
    return str(value_used(page, "seo_title") or value_used(page, "title") or "")


@register.inclusion_tag("pages/_head.html", takes_context=True)
def page_head(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """{% page_head page %}: description for search engines and sharing, without any picture."""
    lede = value_used(page, "lede") if hasattr(type(page), "lede") else ""
    written = [code for code in page.translations.split(",") if code]
    return {
        "title": page_title(page),
        "description": value_used(page, "search_description") or lede or "",
        "url": page.get_full_url(context.get("request")),
        "language": language_used(page, "title") or current_language(),
        "written_in": [code for code in written if code != current_language()],
    }


@register.simple_tag
def foreign(language: str) -> SafeString:
    """{% foreign entry.title_language %}: lang and dir of a text that is not in the reader's language."""
    if not language or language == current_language():
        return mark_safe("")
    return format_html(' lang="{}" dir="{}"', language, direction(language))


@register.simple_tag
def words(text: Any) -> SafeString:
    """{% words card.lede %}: a text read with its language (`text`, `language`); nothing for none."""
    if text is None:
        return mark_safe("")
    attributes = foreign(text.language)
    return format_html("<span{}>{}</span>", attributes, text.text) if attributes else conditional_escape(text.text)


@register.simple_tag(takes_context=True)
def ui_attrs(context: dict[str, Any]) -> SafeString:
    """{% ui_attrs %} inside a block: lang and dir of the interface's words, where the text around is a fallback."""
    language = current_language()
    if context.get("text_language", language) == language:
        return mark_safe("")
    return format_html(' lang="{}" dir="{}"', language, direction(language))


@register.filter
def quoted(text: str, language: str) -> str:
    """The words between the quotation marks of their language."""
    return QUOTES[language if language in QUOTES else current_language()].format(text)


@register.simple_tag
def measure(value: Any, unit: str = "") -> SafeString:
    """{% measure indicator.current indicator.unit %}: a number as the reader writes it, with its unit."""
    if value is None:
        return mark_safe("–")
    gap = "\u00a0" if unit and (unit != "%" or current_language() == "fr") else ""
    return format_html("<bdi>{}{}{}</bdi>", formats.number(value), gap, unit)


@dataclass(frozen=True)
class Version:
    """The same page in another language, named in that language."""

    code: str
    label: str
    url: str


@register.simple_tag(takes_context=True)
def other_versions(context: dict[str, Any], page: Any) -> list[Version]:
    """{% other_versions page as versions %}: the other languages that this page is written in."""
    request = context.get("request")
    codes = [code for code in page.translations.split(",") if code in READ_IN and code != current_language()]
    return [Version(code, READ_IN[code], page.get_url_in(code, request) or "") for code in codes]
