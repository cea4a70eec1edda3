"""How notifications of moderation are worded: to moderators, to who wrote, to who flagged. (leaf)"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kernel.languages.choices import DEFAULT, current_language, direction
from kernel.notifications.registry import Notice, notice

from .choices import AppealOutcome, CaseState


@notice("forums.to_examine")
def to_examine(data: dict[str, Any]) -> Notice:
    """Something waits for a moderator; said once a room until it is read. Without a room: about all forums."""
    if not data["room"]:
        return Notice(_("Une demande de réexamen attend une réponse."), "/forums/moderation/")
    sentence = {
        "case": _("Un message signalé est à examiner dans « {room} »"),
        "held": _("Un message attend d’être lu avant publication dans « {room} »"),
        "appeal": _("Une demande de réexamen attend une réponse dans « {room} »"),
    }[data["kind"]]
    return Notice(format_html(sentence, room=room_name(data)), f"/forums/moderation/?room={data['room']}")


@notice("forums.flag_answered")
def flag_answered(data: dict[str, Any]) -> Notice:
    """The outcome of what someone flagged, in neutral words."""
    kept = data["state"] == CaseState.KEPT
    path, text = "", ""
    if data.get("topic"):
        sentence = (
            _("Le message que vous avez signalé dans « {title} » a été examiné : il reste en place.")
            if kept
            else _("Le message que vous avez signalé dans « {title} » a été examiné : il a été retiré.")
        )
        text = format_html(sentence, title=their_words(data["title"], data["title_language"]))
        path = f"/forums/{data['room']}/{data['topic']}/{data['number']}/"
    else:
        text = (
            _("Un message que vous avez signalé a été examiné : il reste en place.")
            if kept
            else _("Un message que vous avez signalé a été examiné : il a été retiré.")
        )
    if data.get("note"):
        text = format_html("{} {}", text, their_words(data["note"], data["note_language"]))
    return Notice(text, path)


@notice("forums.post_removed")
def post_removed(data: dict[str, Any]) -> Notice:
    """One's own message was removed; its page says why and how to appeal."""
    path = f"/forums/moderation/decisions/{data['decision']}/"
    if data.get("elsewhere"):
        return Notice(_("Votre message a été retiré d’un forum"), path)
    sentence = _("Votre message dans « {title} » a été retiré. Lisez pourquoi, et comment demander un réexamen.")
    title = their_words(data["title"], data["title_language"])
    return Notice(format_html(sentence, title=title), path)


@notice("forums.appeal_answered")
def appeal_answered(data: dict[str, Any]) -> Notice:
    """The answer to one's appeal."""
    if data.get("suspension"):
        annulled = data["outcome"] == AppealOutcome.OVERTURNED
        text = (
            _("Votre suspension est annulée. Lisez la réponse.")
            if annulled
            else _("Votre suspension est confirmée. Lisez la réponse.")
        )
        return Notice(text, _suspension(data))
    path, restored = f"/forums/moderation/decisions/{data['decision']}/", data["outcome"] == AppealOutcome.OVERTURNED
    if data.get("elsewhere"):
        return Notice(
            _("Votre message est rétabli") if restored else _("Le retrait de votre message est confirmé"), path
        )
    sentence = (
        _("Votre message dans « {title} » a été rétabli.")
        if restored
        else _("Le retrait de votre message dans « {title} » est confirmé. Lisez la réponse.")
    )
    title = their_words(data["title"], data["title_language"])
    return Notice(format_html(sentence, title=title), path)


@notice("forums.held_published")
def held_published(data: dict[str, Any]) -> Notice:
    """What waited is there for everyone, and whether its files were left."""
    words = (
        _("Votre message dans « {title} » est publié sans ses fichiers : vous ne pouvez plus en joindre dans ce salon.")
        if data.get("files_left")
        else _("Votre message dans « {title} » est publié.")
    )
    sentence = format_html(words, title=their_words(data["title"], data["title_language"]))
    return Notice(sentence, f"/forums/{data['room']}/{data['topic']}/{data['number']}/")


@notice("forums.held_refused")
def held_refused(data: dict[str, Any]) -> Notice:
    """What waited is not published, and why."""
    if data.get("elsewhere"):
        return Notice(_("Votre message n’est pas publié"))
    sentence = format_html(
        _("Votre message dans « {title} » n’est pas publié. Motif : {reason}"),
        title=their_words(data["title"], data["title_language"]),
        reason=their_words(data["reason"], data["reason_language"]),
    )
    return Notice(sentence)


@notice("forums.suspended")
def suspended(data: dict[str, Any]) -> Notice:
    """One may not write for a while; its page says until when, and how to appeal."""
    reason = their_words(data["reason"], data["reason_language"])
    if data.get("room") or data.get("elsewhere"):
        sentence = _("Vous ne pouvez plus écrire dans « {room} » pour un temps. Motif : {reason}")
        return Notice(format_html(sentence, room=_room_or_some(data), reason=reason), _suspension(data))
    sentence = _("Vous ne pouvez plus écrire dans les forums pour un temps. Motif : {}")
    return Notice(format_html(sentence, reason), _suspension(data))


@notice("forums.suspension_lifted")
def suspension_lifted(data: dict[str, Any]) -> Notice:
    """One may write again."""
    if data.get("room") or data.get("elsewhere"):
        sentence = format_html(_("Vous pouvez de nouveau écrire dans « {room} »."), room=_room_or_some(data))
        return Notice(sentence, f"/forums/{data['room']}/" if data.get("room") else "/forums/")
    return Notice(_("Vous pouvez de nouveau écrire dans les forums."), "/forums/")


def _room_or_some(data: dict[str, Any]) -> SafeString | str:
    """The room, for who may read it."""
    return room_name(data) if data.get("room") else _("Un salon réservé")


def _suspension(data: dict[str, Any]) -> str:
    return f"/forums/moderation/suspensions/{data['suspension']}/"


def room_name(data: dict[str, Any]) -> SafeString:
    """A room's name in the reader's language, else in one it has."""
    names = {code: name for code, name in data["names"].items() if name}
    wanted = (current_language(), DEFAULT, *names)
    language = next((code for code in wanted if code in names), DEFAULT)
    return their_words(names.get(language, data["room"]), language)


def their_words(text: str, language: str) -> SafeString:
    """Someone's own words, with their language and direction."""
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), text)
