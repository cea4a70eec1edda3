"""{% load forums %}: marks of languages and authors."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from forums import authorship
from forums.models import Post
from kernel.languages.choices import OWN_NAMES
from kernel.ui.marks import language_letters

register = template.Library()


@register.filter
def author_mark(post: Post) -> str:
    """What two posts of the same author have in common."""
    return authorship.mark(post.author_id)


@register.simple_tag
def language_mark(language: str) -> SafeString:
    """The letters of a language in a frame, its own name for those who listen."""
    return format_html(
        '<span class="tag"><span class="sr">{} <span lang="{}">{}</span></span>'
        '<span aria-hidden="true">{}</span></span>',
        pgettext("before a language name", "Texte en :"),
        language,
        OWN_NAMES.get(language, language),
        language_letters(language),
    )


@register.simple_tag
def post_tools(post: Post, me: str, moderates: bool, editable: set[int] | None) -> set[str]:
    """What the person signed in may do to a post; empty for everyone else."""
    tools = set()
    if me and post.pk in (editable or ()):
        tools.add("edit")
    if moderates and not post.is_removed:
        tools.add("remove")
    return tools
