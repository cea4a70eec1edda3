"""What contributors and authorities are written about recommendations. (leaf)"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kernel.mail.registry import Letter, Link, letter
from kernel.ui import formats

from .choices import RecommendationState
from .recommendations import WAITING, Standing
from .wording import their_words, title_of

Context = dict[str, Any]
State = RecommendationState


@letter("consultations.fate")
def fate(context: Context) -> Letter:
    """To each contributor: what became of what they said."""
    return Letter(
        subject=told_of(outcome(context["state"]), title_of(context)),
        preheader=_("Ce que devient ce que vous avez dit, en clair."),
        title=outcome(context["state"]),
        tag=_("Consultations"),
        paragraphs=[_carried(context), *_contributions(context), *_words(context)],
        facts=_facts(context),
        action=Link(_("Lire la suite donnée"), _page(context)),
        reason=_("Vous recevez ce message parce que vous avez contribué à cette consultation de Rives."),
    )


@letter("consultations.addressed")
def addressed(context: Context) -> Letter:
    """To whoever answers for the authority: something is addressed to it."""
    return Letter(
        subject=format_html(_("Une recommandation vous est adressée : {title}"), title=title_of(context)),
        preheader=_("Une réponse publique et signée est attendue de votre autorité."),
        title=_("Une recommandation vous est adressée"),
        tag=_("Consultations"),
        paragraphs=[_for(context), *_words(context)],
        notice=_due(context),
        facts=_facts(context),
        action=_answer(context),
        second=Link(_("Lire la recommandation"), _page(context)),
        reason=_reason(context),
    )


@letter("consultations.replied")
def replied(context: Context) -> Letter:
    """To whoever answers for the authority: the team replied to the question."""
    return Letter(
        subject=format_html(_("L’équipe répond à votre question : {title}"), title=title_of(context)),
        preheader=_("Le jour où la réponse est attendue ne change pas."),
        title=_("L’équipe répond à votre question"),
        tag=_("Consultations"),
        paragraphs=_words(context),
        notice=_due(context),
        facts=_facts(context),
        action=_answer(context),
        reason=_reason(context),
    )


@letter("consultations.asked_back")
def asked_back(context: Context) -> Letter:
    """To the team: the authority asks something back."""
    return Letter(
        subject=format_html(_("Une autorité pose une question : {title}"), title=title_of(context)),
        preheader=_("Son délai court toujours : répondez-lui vite."),
        title=_("Une autorité pose une question"),
        tag=_("Consultations"),
        paragraphs=_words(context),
        notice=_due(context),
        facts=_facts(context),
        action=Link(_("Répondre à la question"), _act(context, "reply")),
        reason=_("Vous recevez ce message parce que vous animez les consultations de Rives."),
    )


@letter("consultations.due")
def due(context: Context) -> Letter:
    """To whoever answers for the authority: the day comes near, or has gone by."""
    title = {
        Standing.DUE_SOON: _("Une réponse est attendue de vous bientôt"),
        Standing.OVERDUE: _("Votre réponse est en retard"),
        Standing.LONG_OVERDUE: _("Votre réponse est très en retard"),
    }[Standing(context["standing"])]
    is_late = context["standing"] != Standing.DUE_SOON
    public = _("Le registre public montre ce retard. Une réponse, même partielle et motivée, y met fin.")
    return Letter(
        subject=told_of(title, title_of(context)),
        preheader=_("La recommandation, le jour attendu et comment répondre."),
        title=title,
        tag=_("Rappel"),
        paragraphs=[_for(context), *([public] if is_late else [])],
        notice=_due(context),
        facts=_facts(context),
        action=_answer(context),
        second=Link(_("Lire la recommandation"), _page(context)),
        reason=_reason(context),
    )


def outcome(state: str) -> str:
    """What became of a recommendation, in one line for whoever contributed."""
    return {
        State.RECEIVED: _("Ce que vous avez dit est adressé à une autorité"),
        State.REFERRED: _("Votre demande est transmise à une autre autorité"),
        State.ACCEPTED: _("Votre demande est retenue"),
        State.ACCEPTED_IN_PART: _("Votre demande est retenue en partie"),
        State.IN_PLACE: _("Ce que vous demandez est déjà en place"),
        State.DECLINED: _("Votre demande n’est pas retenue"),
        State.IN_DELIVERY: _("Votre demande est en cours de réalisation"),
        State.DELIVERED: _("Votre demande est réalisée"),
        State.ABANDONED: _("Votre demande est abandonnée"),
    }[State(state)]


def told_of(what: str, title: SafeString) -> SafeString:
    """What happened, then what it is about; or who says it, then what they say."""
    return format_html(_("{what} : {title}"), what=what, title=title)


def _carried(context: Context) -> SafeString:
    said = their_words(context["heard"], context["heard_language"])
    sentence = _("La recommandation n° {number} porte ce que vous avez dit : « {said} »")
    return format_html(sentence, number=context["number"], said=said)


def _contributions(context: Context) -> list[SafeString]:
    found = []
    if statements := context["statements"]:
        words = ((their_words(one["text"], one["text_language"]),) for one in statements)
        lines = format_html_join(SafeString(" "), _("« {} »"), words)
        found.append(format_html("{} {}", _("Vous aviez proposé :"), lines))
    if organisations := context["organisations"]:
        names = format_html_join(SafeString(_(", ")), "<bdi>{}</bdi>", ((name,) for name in organisations))
        found.append(format_html("{} {}", _("Elle s’appuie sur la position de :"), names))
    return found


def _words(context: Context) -> list[SafeString]:
    """What was said with the step, and by whom."""
    if not context.get("text"):
        return []
    said = format_html(_("« {} »"), their_words(context["text"], context["text_language"]))
    if not context["function"]:
        return [told_of(_("L’équipe de Rives"), said)]
    signed = format_html("<bdi>{}</bdi>, <bdi>{}</bdi>, <bdi>{}</bdi>", *_signature(context))
    return [told_of(signed, said)]


def _signature(context: Context) -> tuple[str, str, str]:
    return context["name"], context["function"], context["by"]


def _for(context: Context) -> SafeString:
    sentence = _("Elle attend une réponse de <bdi>{authority}</bdi>, au nom de laquelle vous pouvez répondre.")
    return format_html(sentence, authority=context["authority"])


def _due(context: Context) -> str:
    if not context["due_on"]:
        return ""
    day = formats.day(date.fromisoformat(context["due_on"]), "long")
    return _("Réponse attendue au plus tard le %(day)s. Une transmission ou une question ne change pas ce jour.") % {
        "day": day
    }


def _facts(context: Context) -> list[tuple[str, str]]:
    said = their_words(context["heard"], context["heard_language"])
    facts: list[tuple[str, str]] = [
        (_("Consultation"), title_of(context)),
        (_("Recommandation"), format_html("{}. {}", context["number"], said)),
        (_("Autorité"), format_html("<bdi>{}</bdi>", context["authority"])),
        (_("État"), str(State(context["state"]).label)),
    ]
    if context["due_on"] and State(context["state"]) in WAITING:
        facts.append((_("Réponse attendue le"), formats.day(date.fromisoformat(context["due_on"]), "long")))
    return facts


def _page(context: Context) -> str:
    return reverse("consultations:recommendation", args=[context["consultation"], context["number"]])


def _act(context: Context, act: str) -> str:
    return reverse("consultations:recommendation-act", args=[context["consultation"], context["number"], act])


def _answer(context: Context) -> Link:
    return Link(_("Répondre"), _act(context, "answer"))


def _reason(context: Context) -> SafeString:
    sentence = _("Vous recevez ce message parce que vous pouvez répondre au nom de <bdi>{authority}</bdi>.")
    return format_html(sentence, authority=context["authority"])
