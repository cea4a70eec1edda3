"""What whoever proposed a statement is written when the team has decided. (leaf)"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kernel.mail.registry import Letter, Link, letter

from .wording import their_words, title_of

Context = dict[str, Any]


@letter("consultations.statement_published")
def statement_published(context: Context) -> Letter:
    """It is at the vote."""
    return Letter(
        subject=format_html(_("Votre phrase est au vote : {title}"), title=title_of(context)),
        preheader=_("Chacun peut maintenant dire s’il est d’accord."),
        title=_("Votre phrase est au vote"),
        tag=_("Consultations"),
        paragraphs=[_("L’équipe a lu la phrase que vous avez proposée : chacun peut maintenant y répondre.")],
        facts=_facts(context),
        action=Link(_("Voir la phrase"), _vote(context, context["number"])),
        reason=_reason(),
    )


@letter("consultations.statement_refused")
def statement_refused(context: Context) -> Letter:
    """It is not at the vote: the reason, in the words of whoever decided."""
    return Letter(
        subject=format_html(_("Votre phrase n’a pas été mise au vote : {title}"), title=title_of(context)),
        preheader=_("Vous pouvez en proposer une autre, qui tienne compte du motif."),
        title=_("Votre phrase n’a pas été mise au vote"),
        tag=_("Consultations"),
        paragraphs=[_("Une personne de l’équipe a lu votre phrase. Vous pouvez en proposer une autre.")],
        facts=[*_facts(context), (_("Motif"), their_words(context["reason"], context["reason_language"]))],
        action=Link(
            _("Proposer une autre phrase"), reverse("consultations:propose-statement", args=[context["consultation"]])
        ),
        reason=_reason(),
    )


@letter("consultations.statement_merged")
def statement_merged(context: Context) -> Letter:
    """Another statement says it."""
    said = their_words(context["target"], context["target_language"])
    return Letter(
        subject=format_html(_("Votre phrase rejoint une autre : {title}"), title=title_of(context)),
        preheader=_("Une phrase au vote dit déjà la même chose."),
        title=_("Votre phrase rejoint une autre"),
        tag=_("Consultations"),
        paragraphs=[_("Une phrase au vote dit la même chose : les réponses sont réunies sur elle.")],
        facts=[*_facts(context), (_("Phrase au vote"), said)],
        action=Link(_("Répondre à cette phrase"), _vote(context, context["into"])),
        reason=_reason(),
    )


def _facts(context: Context) -> list[tuple[str, str]]:
    return [
        (_("Consultation"), title_of(context)),
        (_("Votre phrase"), their_words(context["said"], context["said_language"])),
    ]


def _vote(context: Context, number: int) -> str:
    return reverse("consultations:vote-statement", args=[context["consultation"], number])


def _reason() -> str:
    return _("Vous recevez ce message parce que vous avez proposé une phrase dans une consultation de Rives.")
