"""What a person reads around a question: when it is asked, what for, who reads the answer, how long it is kept."""

from __future__ import annotations

from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.choices import Constituency
from events.asking import QuestionKind, Reader
from events.attachments import TYPE_CHOICES
from events.choices import Mode
from events.models import Question
from kernel.languages.templatetags.languages import lang_attrs, tr
from kernel.ui import formats

__all__ = ["condition_words", "hint_of", "label_of"]


def label_of(question: Question) -> SafeString:
    """The question with its unit, marked with its language where that is not the reader's."""
    label = tr(question, "label")
    return format_html("{} ({})", label, tr(question, "unit")) if question.unit else label


def condition_words(question: Question) -> SafeString:
    """« Seulement si vous avez répondu « Repas » à « Que prenez-vous ? » »; blank where everyone is asked."""
    parts = []
    if question.shown_if is not None and question.shown_if_choice is not None:
        sentence = _("si vous avez répondu « {} » à « {} »")
        parts.append(format_html(sentence, tr(question.shown_if_choice, "label"), tr(question.shown_if, "label")))
    elif question.shown_if is not None:
        parts.append(format_html(_("si vous avez répondu à « {} »"), tr(question.shown_if, "label")))
    if question.shown_for_mode == Mode.IN_PERSON:
        parts.append(mark_safe(conditional_escape(_("si vous venez sur place"))))  # noqa: S308  (escaped)
    elif question.shown_for_mode == Mode.ONLINE:
        parts.append(mark_safe(conditional_escape(_("si vous participez à distance"))))  # noqa: S308  (escaped)
    if question.shown_for_constituency:
        label = Constituency(question.shown_for_constituency).label
        parts.append(format_html(_("si vous représentez le collège « {} »"), label))
    if not parts:
        return SafeString("")
    return format_html(_("Seulement {}."), mark_safe(_(" et ").join(parts)))  # noqa: S308  (each part is escaped)


def hint_of(question: Question) -> SafeString:
    """Everything beside the question, as lines of its hint."""
    lines = [
        ("if", SafeString(""), condition_words(question)),
        ("statement", lang_attrs(question, "statement"), _statement(question)),
        ("help", lang_attrs(question, "help"), conditional_escape(question.help or "")),
        ("help", SafeString(""), _files(question)),
        ("why", lang_attrs(question, "purpose"), conditional_escape(question.purpose)),
        ("why", SafeString(""), _readers(question)),
    ]
    return format_html_join("", '<span class="ask-{}"{}>{}</span>', [line for line in lines if line[2]])


def _statement(question: Question) -> SafeString:
    if question.kind != QuestionKind.CONSENT:
        return SafeString("")
    paragraphs = linebreaks(question.statement or "", autoescape=True)
    return mark_safe(paragraphs.replace("<p>", "").replace("</p>", "<br>").removesuffix("<br>"))  # noqa: S308  (escaped)


def _files(question: Question) -> str:
    if question.kind != QuestionKind.FILE:
        return ""
    types = [label for code, label in TYPE_CHOICES if code in question.file_types]
    return _("%(types)s, %(size)s au plus.") % {
        "types": formats.join(types, "or"),
        "size": _("%(number)s Mo") % {"number": question.file_megabytes},
    }


def _readers(question: Question) -> str:
    """« Lu par l’équipe qui organise et le traiteur, puis effacé 30 jours après la rencontre. »"""
    who = {
        Reader.ORGANISER: _("l’équipe qui organise"),
        Reader.CATERER: _("le traiteur, sans votre nom"),
        Reader.INTERPRETER: _("les interprètes, sans votre nom"),
        Reader.DOOR: _("l’accueil"),
    }
    readers = formats.join([who[reader] for reader in Reader if reader in question.seen_by])
    days = question.retention_days
    if not days:
        return _("Lu par %(readers)s, puis effacé à la fin de la rencontre.") % {"readers": readers}
    sentence = ngettext(
        "Lu par %(readers)s, puis effacé %(days)s jour après la rencontre.",
        "Lu par %(readers)s, puis effacé %(days)s jours après la rencontre.",
        days,
    )
    return sentence % {"readers": readers, "days": days}
