"""{{ page.title|typo }}: the spaces of French typography."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from kernel.languages.choices import current_language
from kernel.text.typography import french, french_html

register = template.Library()


@register.filter
def typo(value: object, language: str = "") -> str:
    """No-break spaces in a French text; other languages pass unchanged. `language` is the text's own, where it is not
    the reader's: {{ text|typo:"fr" }}. Needs escaping as much as the value did."""
    text = value if isinstance(value, str) else str(value)
    if (language or current_language()) != "fr":
        return text
    if isinstance(text, SafeString):
        return mark_safe(french_html(text))  # noqa: S308  (only spaces change)
    return french(text)
