"""{% load forums %}: marks of languages and authors; what search engines read of a topic."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from forums import authorship, structured
from forums.models import Post, Topic
from kernel.languages.choices import OWN_NAMES
from kernel.ui.marks import language_letters
from kernel.ui.structured import json_ld

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


@register.simple_tag(takes_context=True)
def discussion_data(context: dict[str, Any], topic: Topic, posts: Iterable[Post]) -> SafeString:
    """schema.org DiscussionForumPosting as a data block: a public topic with the posts of this page."""
    return json_ld(structured.posting(topic, posts, address=context["request"].build_absolute_uri))
