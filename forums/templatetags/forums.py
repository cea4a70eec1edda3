"""{% load forums %}: marks of languages and authors; what search engines read of a topic."""

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forums import authorship, structured
from forums.choices import ReactionKind
from forums.models import Attachment, Post, Topic
from forums.pointing import in_language
from kernel.languages.choices import OWN_NAMES, current_language
from kernel.ui.marks import language_letters
from kernel.ui.structured import json_ld
from kernel.uploads.names import type_of

register = template.Library()


@register.filter
def author_mark(post: Post) -> str:
    """What two posts of the same author have in common."""
    return authorship.mark(post.author_id)


@register.filter
def its_words(post: Post) -> SafeString:
    """The HTML of a post; its links into this site lead to the pages in the reader's language."""
    return mark_safe(in_language(post.html, current_language()))  # noqa: S308  (made by kernel.text.markdown)


@register.filter
def said_of(post: Post) -> list[tuple[str, str, int]]:
    """What people said of a post without a word: each thing that somebody said, its words, and how many."""
    return [(kind, str(label), post.reactions[kind]) for kind, label in ReactionKind.choices if kind in post.reactions]


@register.simple_tag
def reaction_words() -> str:
    """The words of each reaction as JSON, for the script that shows them as buttons."""
    return json.dumps({kind: str(label) for kind, label in ReactionKind.choices}, ensure_ascii=False)


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
    if me and post.is_removed and authorship.mark(post.author_id) == me:
        tools.add("decision")
    return tools


@register.simple_tag
def post_in_page(
    post: Post, tools: set[str], first_unread: int | None, fragments: dict[int, tuple[int, SafeString]]
) -> SafeString:
    """A post: the fragment that everyone reads, unless the person signed in sees something of their own on it."""
    revision, fragment = fragments.get(post.pk, (None, None))
    if fragment is not None and revision == post.rev and not tools and post.number != first_unread:
        return fragment
    return render_to_string("forums/_post.html", {"post": post, "tools": tools, "first_unread": first_unread})


@register.simple_tag(takes_context=True)
def discussion_data(context: dict[str, Any], topic: Topic, posts: Iterable[Post]) -> SafeString:
    """schema.org DiscussionForumPosting as a data block: a public topic with the posts of this page."""
    return json_ld(structured.posting(topic, posts, address=context["request"].build_absolute_uri))


@register.filter
def file_facts(attachment: Attachment) -> SafeString:
    """The type and the size of a file: PDF, 240 Ko. Each keeps its direction."""
    kept = attachment.kept
    kind = type_of(str(kept.file)).upper()
    return format_html("<bdi>{}</bdi>{}<bdi>{}</bdi>", kind, _(", "), filesizeformat(kept.file_size))


@register.simple_tag(takes_context=True)
def composer_words(context: dict[str, Any]) -> SafeString:
    """The sentences that the composer's script says, as attributes of its form, and whose words it keeps."""
    words = {
        "writer": authorship.mark(context["user"].pk),
        "sending": _("Envoi…"),
        "sent": _("Message publié"),
        "held": _("Votre message sera lu par l’animation avant d’être publié."),
        "offline": _("Gardé : votre message partira dès que le réseau reviendra."),
        "waiting": _("Gardé : votre message repart dans {wait}."),
        "failed": _("L’envoi n’a pas abouti. Votre texte est gardé : renvoyez-le, il ne sera publié qu’une fois."),
        "signed-out": _("Vous n’êtes plus connecté. Votre texte est gardé : connectez-vous, puis renvoyez-le."),
        "files-lost": _("Les fichiers ne sont plus là : joignez-les de nouveau."),
        "again": _("Renvoyer"),
        "resume": pgettext("a draft", "Reprendre"),
        "drop": _("Jeter"),
        "you": _("Vous"),
        "kept": _("Brouillon gardé"),
        "kept-here": _("Brouillon gardé sur cet appareil"),
        "stale": _(
            "Ce brouillon a changé dans un autre onglet ou sur un autre appareil. Choisissez le texte à garder."
        ),
        "preview-ready": _("L’aperçu est prêt."),
        "preview-failed": _(
            "L’aperçu n’a pas pu être préparé. Votre texte est toujours là : réessayez dans un moment."
        ),
        "empty": _("Écrivez votre message."),
    }
    return format_html_join(" ", 'data-{}="{}"', words.items())
