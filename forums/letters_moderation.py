"""What people are written when a decision concerns them: what, which rule, why, and what they may do. (leaf)

The statement of reasons follows Regulation (EU) 2022/2065, article 17: the facts, whether someone had flagged, that a
person decided, the rule, the scope, and the ways to contest. Who flagged is never said.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actors.models import Person
from kernel.mail.registry import Letter, Link, letter
from kernel.mail.times import day, moment
from kernel.text.excerpts import excerpt

from . import rules
from .choices import AppealOutcome, FlagCategory
from .models import Room
from .notices_moderation import room_name, their_words

Context = dict[str, Any]
SAID = 600  # characters of one's own words that a letter gives back


@letter("forums.post_removed")
def post_removed(context: Context) -> Letter:
    """The statement of reasons of a removal."""
    origin = (
        _("Une personne de l’équipe d’animation l’a examiné après un signalement.")
        if context["flagged"]
        else _("Une personne de l’équipe d’animation l’a examiné de sa propre initiative.")
    )
    until = day(_instant(context, "appeal_until"), context["reader_zone"])
    return Letter(
        subject=_("Votre message a été retiré d’un forum"),
        preheader=_("Vous pouvez demander qu’une autre personne réexamine cette décision."),
        title=_("Votre message a été retiré"),
        tag=_("Forums"),
        paragraphs=[
            origin,
            _("Aucun moyen automatique n’a décidé. Personne ne voit plus le message ; son numéro et le motif restent."),
        ],
        facts=[
            *_where(context),
            *_said(context),
            (_("Règle"), str(FlagCategory(context["category"]).label)),
            (_("Motif"), their_words(context["reason"], context["reason_language"])),
            (_("Décidé le"), moment(_instant(context, "decided_at"), [context["reader_zone"]])),
        ],
        notice=_("Jusqu’au %(day)s, vous pouvez demander qu’une autre personne réexamine cette décision.")
        % {"day": until},
        action=Link(_("Lire la décision et demander un réexamen"), _decision(context)),
        after=_("Vous pouvez aussi saisir un organe de règlement extrajudiciaire des litiges, ou un tribunal."),
        reason=_("Vous recevez ce message parce que vous avez écrit dans les forums de Rives."),
    )


@letter("forums.appeal_answered")
def appeal_answered(context: Context) -> Letter:
    """The answer of another moderator, about a removal or a suspension. One that is over is annulled all the same."""
    overturned = context["outcome"] == AppealOutcome.OVERTURNED
    is_suspension = bool(context.get("suspension"))
    undone = _("Votre suspension est annulée") if is_suspension else _("Votre message est rétabli")
    confirmed = _("Votre suspension est confirmée") if is_suspension else _("Le retrait de votre message est confirmé")
    paragraphs = [_("Une autre personne de l’équipe d’animation que celle qui avait décidé a réexaminé la décision.")]
    if is_suspension and overturned:
        paragraphs.append(_("Cette suspension ne vous empêche plus d’écrire."))
    where = [(_("Où"), _room(context))] if is_suspension else _where(context)
    further = _("Vous pouvez aussi saisir un organe de règlement extrajudiciaire des litiges, ou un tribunal.")
    return Letter(
        subject=undone if overturned else _("Votre demande de réexamen a reçu une réponse"),
        preheader=_("Une autre personne de l’équipe d’animation a réexaminé la décision."),
        title=undone if overturned else confirmed,
        tag=_("Forums"),
        paragraphs=paragraphs,
        facts=[*where, (_("Réponse"), their_words(context["answer"], context["answer_language"]))],
        action=Link(_("Lire la décision"), _suspension(context) if is_suspension else _decision(context)),
        after="" if overturned else further,
        reason=_("Vous recevez ce message parce que vous avez demandé un réexamen."),
    )


@letter("forums.held_refused")
def held_refused(context: Context) -> Letter:
    """A first message that is not published; its words are given back, its files are to be attached anew."""
    files = context.get("files", [])
    files_too = _("Vos fichiers ne sont pas publiés non plus : joignez-les de nouveau à votre prochain message.")
    return Letter(
        subject=_("Votre message n’est pas publié"),
        preheader=_("L’équipe d’animation vous dit pourquoi."),
        title=_("Votre message n’est pas publié"),
        tag=_("Forums"),
        paragraphs=[
            _("Dans ce salon, l’équipe d’animation lit les premiers messages avant de les publier."),
            _("Vous pouvez en écrire un autre."),
            *([files_too] if files else []),
        ],
        facts=[
            *_where(context),
            *_said(context),
            *([(_("Fichiers joints"), _names(files))] if files else []),
            (_("Motif"), their_words(context["reason"], context["reason_language"])),
        ],
        action=Link(_("Ouvrir le salon"), reverse("forums:room", args=[context["room"]]))
        if _may_still_read(context)
        else Link(_("Ouvrir les forums"), reverse("forums:rooms")),
        reason=_("Vous recevez ce message parce que vous avez écrit dans les forums de Rives."),
    )


@letter("forums.suspended")
def suspended(context: Context) -> Letter:
    """The statement of reasons of a suspension: since and until when someone may not write, where and why."""
    zone = context["reader_zone"]
    since = [(_("Depuis le"), moment(_instant(context, "starts_at"), [zone]))] if "starts_at" in context else []
    rule = [(_("Règle"), str(FlagCategory(context["category"]).label))] if context.get("category") else []
    notice = ""
    if "appeal_until" in context:  # letters written before suspensions could be appealed do not say
        until = day(_instant(context, "appeal_until"), zone)
        notice = _("Jusqu’au %(day)s, vous pouvez demander qu’une autre personne réexamine cette décision.") % {
            "day": until
        }
    return Letter(
        subject=_("Vous ne pouvez plus écrire dans les forums pour un temps"),
        preheader=_("Vous pouvez toujours lire, signaler un message et demander un réexamen."),
        title=_("Vous ne pouvez plus écrire pour un temps"),
        tag=_("Forums"),
        paragraphs=[
            _("L’équipe d’animation suspend votre droit d’écrire. Il revient de lui-même à la date dite."),
            _("Une personne de l’équipe d’animation a décidé, sans aucun moyen automatique."),
            _("Vous pouvez toujours lire, signaler un message et demander un réexamen."),
        ],
        facts=[
            (_("Où"), _room(context)),
            *_said(context),
            *since,
            (_("Jusqu’au"), moment(_instant(context, "ends_at"), [zone])),
            *rule,
            (_("Motif"), their_words(context["reason"], context["reason_language"])),
        ],
        notice=notice,
        action=Link(_("Lire la décision et demander un réexamen"), _suspension(context)),
        after=_("Vous pouvez aussi saisir un organe de règlement extrajudiciaire des litiges, ou un tribunal."),
        reason=_("Vous recevez ce message parce que vous avez écrit dans les forums de Rives."),
    )


@letter("forums.suspension_lifted")
def suspension_lifted(context: Context) -> Letter:
    """They may write again, before the date."""
    return Letter(
        subject=_("Vous pouvez de nouveau écrire dans les forums"),
        preheader=_("La suspension est levée."),
        title=_("Vous pouvez de nouveau écrire"),
        tag=_("Forums"),
        paragraphs=[_("L’équipe d’animation a levé la suspension avant son terme.")],
        facts=[(_("Où"), _room(context))],
        action=Link(_("Ouvrir les forums"), reverse("forums:rooms")),
        reason=_("Vous recevez ce message parce que vous avez écrit dans les forums de Rives."),
    )


def _where(context: Context) -> list[tuple[str, str | SafeString]]:
    """The room and the topic, for whoever may still read them when the letter leaves."""
    if not _may_still_read(context):
        return []
    return [
        (_("Salon"), room_name(context)),
        (_("Sujet"), their_words(context["title"], context["title_language"])),
    ]


def _said(context: Context) -> list[tuple[str, str | SafeString]]:
    """One's own words, where a decision was made from a message."""
    if not context.get("said"):
        return []
    return [(_("Votre message"), their_words(excerpt(context["said"], SAID), context["said_in"]))]


def _names(files: list[str]) -> SafeString:
    """The names of files, each in its own direction."""
    return format_html_join(_(", "), "<bdi>{}</bdi>", ((name,) for name in files))


def _room(context: Context) -> str | SafeString:
    """Where a suspension holds."""
    if not context.get("room"):
        return _("Tous les forums")
    return room_name(context) if _may_still_read(context) else _("Un salon réservé")


def _may_still_read(context: Context) -> bool:
    room = Room.objects.filter(slug=context["room"]).first()
    person = Person.objects.filter(pk=context["person"]).first()
    return room is not None and person is not None and rules.may_read(person, room)


def _decision(context: Context) -> str:
    return reverse("forums:decision", args=[context["decision"]])


def _suspension(context: Context) -> str:
    return reverse("forums:suspension", args=[context["suspension"]])


def _instant(context: Context, name: str) -> datetime:
    return datetime.fromisoformat(context[name])
