"""How notifications about meetings are worded."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actors.translation import ANY
from kernel.languages.choices import current_language, direction
from kernel.notifications.registry import Notice, notice


def _title(data: dict[str, Any]) -> SafeString:
    """The meeting's title in the reader's language, else marked with its own."""
    titles, reader = data["titles"], current_language()
    language = next((code for code in (reader, *ANY[reader]) if code in titles), reader)
    if language == reader:
        return format_html("<bdi>{}</bdi>", titles.get(language, data["slug"]))
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), titles[language])


def _about(sentence: str, data: dict[str, Any], end: str = "registration/") -> Notice:
    return Notice(text=format_html(sentence, _title(data)), path=f"/meetings/{data['slug']}/{end}")


@notice("events.registration_confirmed")
def confirmed(data: dict[str, Any]) -> Notice:
    """A seat is theirs."""
    return _about(_("Votre place est confirmée : {}"), data)


@notice("events.registration_waiting")
def waiting(data: dict[str, Any]) -> Notice:
    """They stand in line."""
    return _about(_("Vous êtes sur la liste d’attente : {}"), data)


@notice("events.registration_withdrawn")
def withdrawn(data: dict[str, Any]) -> Notice:
    """They gave their place back."""
    return _about(_("Votre inscription est retirée : {}"), data)


@notice("events.meeting_changed")
def changed(data: dict[str, Any]) -> Notice:
    """Time or place moved."""
    return _about(_("L’heure ou le lieu a changé : {}"), data, end="")


@notice("events.meeting_cancelled")
def cancelled(data: dict[str, Any]) -> Notice:
    """The meeting is called off."""
    return _about(_("Rencontre annulée : {}"), data, end="")
