"""{% tr obj "title" %}: a translated field, saying its own language where a fallback stands in."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kernel.languages.choices import OWN_NAMES, current_language, direction
from kernel.languages.models import language_used, value_used
from kernel.text.direction import isolated as isolated_text

register = template.Library()
register.filter("direction", direction)


@register.filter
def isolated(text: Any) -> str:
    """{{ title|isolated }} in a line that holds no markup: the title of a window, a message, an attribute."""
    return isolated_text(str(text or ""))


@register.simple_tag
def tr(obj: Any, field: str, label: bool = False) -> SafeString:
    """The field's text. A fallback is wrapped in lang and dir; with label=True it also names its language in words."""
    used = language_used(obj, field)
    text = conditional_escape(value_used(obj, field) or "")
    if used is None or used == current_language():
        return mark_safe(text)  # noqa: S308  (escaped above)
    wrapped = format_html('<span lang="{}" dir="{}">{}</span>', used, direction(used), text)
    return format_html("{} {}", wrapped, language_label(used)) if label else wrapped


@register.simple_tag
def language_label(language: str) -> SafeString:
    """The small label that says in which language a text stands."""
    return format_html(
        '<span class="tag"><span class="sr">{}</span><span lang="{}">{}</span></span>',
        pgettext("before a language name", "Texte en :"),
        language,
        OWN_NAMES.get(language, language),
    )


@register.filter
def used(obj: Any, field: str) -> str:
    """The language code in which a translated field is shown: {{ page|used:"body" }}."""
    return language_used(obj, field) or current_language()


@register.simple_tag
def lang_attrs(obj: Any, field: str) -> SafeString:
    """lang and dir attributes for a block that holds a fallback; nothing when the text is in the reader's language."""
    code = language_used(obj, field)
    if code is None or code == current_language():
        return mark_safe("")
    return format_html(' lang="{}" dir="{}"', code, direction(code))


@register.simple_tag
def fallback_notice(obj: Any, field: str) -> SafeString:
    """A sentence for a page's body that is not translated yet; nothing when it is."""
    code = language_used(obj, field)
    if code is None or code == current_language():
        return mark_safe("")
    return format_html(
        '<p class="notice small">{} {}</p>',
        _("Ce texte n’est pas encore traduit dans votre langue."),
        language_label(code),
    )
