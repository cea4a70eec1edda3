"""How notifications about recommendations are worded. (leaf)"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.notifications.registry import Notice, notice

from .letters_register import outcome, told_of
from .wording import title_of

Data = dict[str, Any]


def _about(sentence: str, data: Data, end: str = "") -> Notice:
    path = f"/consultations/{data['consultation']}/answers/{data['number']}/{end}"
    return Notice(text=told_of(sentence, title_of(data)), path=path)


@notice("consultations.fate")
def fate(data: Data) -> Notice:
    """What became of what they said."""
    return _about(outcome(data["code"]), data)


@notice("consultations.voted")
def voted(data: Data) -> Notice:
    """Authorities answered on what they voted on, as many times as they have not read yet."""
    sentence = ngettext(
        "Une autorité répond à ce sur quoi vous avez voté",
        "Des autorités répondent à ce sur quoi vous avez voté",
        data["new"],
    )
    return Notice(text=told_of(sentence, title_of(data)), path=f"/consultations/{data['consultation']}/answers/")


@notice("consultations.addressed")
def addressed(data: Data) -> Notice:
    """Their authority has something to answer."""
    return _about(_("Une recommandation vous est adressée"), data, "answer/")


@notice("consultations.replied")
def replied(data: Data) -> Notice:
    """The team replied to their question."""
    return _about(_("L’équipe répond à votre question"), data)


@notice("consultations.asked_back")
def asked_back(data: Data) -> Notice:
    """The team has a question to reply to."""
    return _about(_("Une autorité pose une question"), data, "reply/")


@notice("consultations.due")
def due(data: Data) -> Notice:
    """Their answer is due soon, or overdue."""
    is_soon = data["code"] == "due_soon"
    sentence = _("Une réponse est bientôt attendue de vous") if is_soon else _("Votre réponse est en retard")
    return _about(sentence, data, "answer/")


@notice("consultations.late")
def late(data: Data) -> Notice:
    """The team learns that an answer is overdue."""
    return _about(_("Une réponse d’autorité est en retard"), data)
