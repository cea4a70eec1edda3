"""How notifications to whoever proposed a statement are worded. (leaf)"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from kernel.notifications.registry import Notice, notice

from .wording import their_words, title_of


@notice("consultations.statement_published")
def statement_published(data: dict[str, Any]) -> Notice:
    """It is at the vote, under its number."""
    sentence = _("Votre phrase est au vote dans « {title} » : c’est la phrase {number}.")
    text = format_html(sentence, title=title_of(data), number=data["number"])
    return Notice(text, f"/consultations/{data['consultation']}/vote/{data['number']}/")


@notice("consultations.statement_refused")
def statement_refused(data: dict[str, Any]) -> Notice:
    """It is not at the vote, and why."""
    sentence = _("Votre phrase n’a pas été mise au vote dans « {title} ». Motif : {reason}")
    text = format_html(sentence, title=title_of(data), reason=their_words(data["reason"], data["reason_language"]))
    return Notice(text, f"/consultations/{data['consultation']}/")


@notice("consultations.statement_merged")
def statement_merged(data: dict[str, Any]) -> Notice:
    """Another statement says it: that one is at the vote."""
    sentence = _("Votre phrase rejoint la phrase {number} de « {title} », qui dit la même chose.")
    text = format_html(sentence, title=title_of(data), number=data["into"])
    return Notice(text, f"/consultations/{data['consultation']}/vote/{data['into']}/")
