"""What letters about meetings share: the facts and links that nobody edits, around the words that the team may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actors.choices import Constituency
from events import placeholders
from events.choices import Mode, RegistrationState
from events.queries.texts import Words, words_of
from events.wording import language_names
from kernel.languages.choices import OWN_NAMES, current_language, direction
from kernel.mail.registry import Letter, Link
from kernel.mail.times import day, moment, period

Context = dict[str, Any]
Facts = list[tuple[str, str]]


def written(
    kind: str,
    context: Context,
    *,
    title: str,
    tag: str,
    preheader: str,
    fixed: Sequence[str] = (),
    notice: str = "",
    facts: Sequence[tuple[str, str]] = (),
    action: Link | None = None,
    second: Link | None = None,
    after: str = "",
) -> Letter:
    """A letter of that kind: its opening, then `fixed` and the facts, its links, its closing, then `after`."""
    words = words_for(kind, context)
    values = values_of(context)
    closing = placeholders.paragraphs(words.closing, values)
    return Letter(
        subject=placeholders.line(words.subject, values),
        preheader=preheader,
        title=title,
        tag=tag,
        paragraphs=[*placeholders.paragraphs(words.opening, values), *fixed],
        notice=notice,
        facts=facts,
        action=action,
        second=second,
        after=format_html_join(SafeString("<br>"), "{}", ([part] for part in [*closing, after] if part)),
        reason=reason(context),
        preferences=preferences(),
    )


def words_for(kind: str, context: Context) -> Words:
    """The words chosen for this letter; a preview brings its own."""
    if (given := context.get("words")) is not None:
        return Words(**given)
    return words_of(kind, context.get("meeting"), current_language())


def preferences() -> str:
    """Where what is sent is set."""
    return reverse("portal:my-space")


def values_of(context: Context) -> dict[str, str]:
    """What stands for each name in braces."""
    return {
        "nom": context["name"],
        "rencontre": in_language(context["title"], context["title_language"]),
        "jour": day(instant(context, "starts_at"), context["zone"]),
        "horaire": when(context),
        "lieu": context["place"],
        "organisation": context["organisation"],
        "echeance": deadline(context),
    }


def instant(context: Context, name: str) -> datetime:
    """A moment of the context."""
    return datetime.fromisoformat(context[name])


def zones(context: Context, name: str = "zone") -> list[str]:
    """The meeting's zone, then the reader's."""
    return [context[name], context["reader_zone"]]


def when(context: Context) -> str:
    """Day and hours, in both zones."""
    return period(instant(context, "starts_at"), instant(context, "ends_at"), zones(context))


def deadline(context: Context) -> str:
    """Until when an offer holds, in both zones; blank in other letters."""
    return moment(instant(context, "offered_until"), zones(context)) if context.get("offered_until") else ""


def in_whose_name(context: Context) -> str:
    """The voice under which they take part."""
    label = Constituency(context["constituency"]).label
    if not context["organisation"]:
        return format_html(_("Vous participez au titre du collège <b>{}</b>."), label)
    sentence = _("Vous participez au titre du collège <b>{}</b>, au nom de <bdi>{}</bdi>.")
    return format_html(sentence, label, context["organisation"])


def in_language(text: str, language: str) -> str:
    """Someone's own words, with their language and direction where they are not the reader's."""
    if language in ("", current_language()):
        return text
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), text)


def said_by_the_team(context: Context) -> list[str]:
    """The reason that the team gave, in the language in which it was written; nothing where it gave none."""
    text = context.get("reason", "")
    return [in_language(text, context.get("reason_language", ""))] if text else []


def facts_of(context: Context) -> Facts:
    """What, when, where, how: what was true when the fact happened."""
    facts = what_and_when(context)
    if context["place"]:
        facts.append((_("Où"), context["place"]))
    facts.append((_("Participation"), str(Mode(context["mode"]).label)))
    if context["listening_language"] in OWN_NAMES:
        facts.append((_("Langue d’écoute"), language_names([context["listening_language"]])))
    return facts


def what_and_when(context: Context) -> Facts:
    """Which meeting, and when."""
    title: str | SafeString = in_language(context["title"], context["title_language"])
    return [(_("Rencontre"), title), (_("Quand"), when(context))]


def page_link(context: Context) -> Link:
    """To the meeting."""
    return Link(_("Ouvrir la page de la rencontre"), context["path"])


def registration_link(context: Context) -> Link:
    """To one's own registration."""
    return Link(_("Voir mon inscription"), f"{context['path']}registration/")


def give_back(context: Context) -> str:
    """The way out, for whoever has a place."""
    sentence = _('Un empêchement ? <a href="{}">Rendez votre place</a> : elle profite à une autre personne.')
    return format_html(sentence, f"{context['path']}withdraw/")


def way_out(context: Context) -> str:
    """How whoever no longer comes says so, as their registration stands."""
    has_a_place = context.get("state", RegistrationState.CONFIRMED) == RegistrationState.CONFIRMED
    return give_back(context) if has_a_place else leave_the_line(context)


def leave_the_line(context: Context) -> str:
    """The way out, for whoever asked for a place and has none."""
    sentence = _('Vous ne souhaitez plus venir ? <a href="{}">Retirez votre demande</a>.')
    return format_html(sentence, f"{context['path']}withdraw/")


def reason(context: Context) -> str:
    """Why they get the letter: they asked, or a colleague did for them."""
    asked = day(instant(context, "asked_at"), context["reader_zone"])
    if context.get("asked_by"):
        sentence = _("Vous recevez ce message parce que <bdi>{}</bdi> a demandé une place pour vous le {}.")
        return format_html(sentence, context["asked_by"], asked)
    return _("Vous recevez ce message parce que vous avez demandé une place le %(day)s.") % {"day": asked}
