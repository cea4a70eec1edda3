"""What members and focal points are written about mandates and signed positions. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kernel.mail.registry import Letter, Link, letter
from kernel.ui import formats

from .wording import organisation_of, title_of

Context = dict[str, Any]


@letter("consultations.mandate_given")
def mandate_given(context: Context) -> Letter:
    """They may sign for the organisation."""
    slug = context["consultation"]
    return Letter(
        subject=_about(_("Vous pouvez signer pour {organisation}"), context),
        preheader=_("Une position signée engage l’organisation."),
        title=_about(_("Vous pouvez signer pour {organisation}"), context),
        tag=_("Consultations"),
        paragraphs=[
            _about(_("Un point focal de {organisation} vous a donné mandat de signer sa position."), context),
            _("Elle est publique, signée de votre nom et de votre fonction. Vous pouvez la réviser ou la retirer."),
        ],
        facts=_facts(context),
        action=Link(_("Signer une position"), _sign(slug)),
        reason=_("Vous recevez ce message parce qu’un mandat vous a été donné."),
    )


@letter("consultations.mandate_ended")
def mandate_ended(context: Context) -> Letter:
    """They may sign no more."""
    slug = context["consultation"]
    return Letter(
        subject=_about(_("Votre mandat pour {organisation} a pris fin"), context),
        preheader=_("Ce que vous avez signé reste signé."),
        title=_about(_("Votre mandat pour {organisation} a pris fin"), context),
        tag=_("Consultations"),
        paragraphs=[
            _about(_("Un point focal de {organisation} a retiré votre mandat."), context),
            _("Ce que vous avez signé reste signé. Vous pouvez toujours répondre en personne, comme membre."),
        ],
        facts=_facts(context),
        action=Link(
            _("Voir la consultation") if slug else _("Voir les consultations"),
            reverse("consultations:detail", args=[slug]) if slug else reverse("consultations:list"),
        ),
        reason=_("Vous recevez ce message parce qu’un mandat vous avait été donné."),
    )


@letter("consultations.position_signed")
def position_signed(context: Context) -> Letter:
    """Their organisation is bound by a signature."""
    return _to_focal_point(
        context,
        title=_("La position de {organisation} est signée"),
        fact=_("{by} a signé la position de votre organisation dans « {title} »."),
        after=_("Ce n’était pas convenu ? Vous pouvez la réviser ou la retirer, et mettre fin au mandat."),
    )


@letter("consultations.position_withdrawn")
def position_withdrawn(context: Context) -> Letter:
    """Their organisation took its position back."""
    return _to_focal_point(
        context,
        title=_("La position de {organisation} est retirée"),
        fact=_("{by} a retiré la position de votre organisation dans « {title} »."),
        after=_("Son histoire reste publique. Vous pouvez signer de nouveau tant que la phase le permet."),
    )


def _to_focal_point(context: Context, *, title: str, fact: str, after: str) -> Letter:
    return Letter(
        subject=_about(title, context),
        preheader=_("Vous êtes point focal : voici ce qui engage votre organisation."),
        title=_about(title, context),
        tag=_("Consultations"),
        paragraphs=[_about(fact, context)],
        action=Link(
            _("Lire la position"),
            reverse("consultations:position", args=[context["consultation"], context["organisation"]]),
        ),
        second=Link(_("Voir les mandats"), reverse("consultations:mandates", args=[context["organisation"]])),
        after=after,
        reason=_("Vous recevez ce message parce que vous êtes point focal de l’organisation."),
    )


def _facts(context: Context) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    facts.append((_("Consultation"), title_of(context) if context["consultation"] else _("Toutes")))
    if context.get("ends_at"):
        facts.append((_("Fin du mandat"), formats.day(datetime.fromisoformat(context["ends_at"]), "medium")))
    return facts


def _sign(slug: str) -> str:
    return reverse("consultations:sign", args=[slug]) if slug else reverse("consultations:list")


def _about(sentence: str, context: Context) -> SafeString:
    by = format_html("<bdi>{}</bdi>", context.get("by", ""))
    title = title_of(context) if context["consultation"] else ""
    return format_html(sentence, by=by, organisation=organisation_of(context), title=title)
