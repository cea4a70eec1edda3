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


@notice("events.registration_requested")
def requested(data: dict[str, Any]) -> Notice:
    """The team looks at their request."""
    return _about(_("Votre demande est reçue : {}"), data)


@notice("events.registration_confirmed")
def confirmed(data: dict[str, Any]) -> Notice:
    """A seat is theirs."""
    return _about(_("Votre place est confirmée : {}"), data)


@notice("events.registration_waiting")
def waiting(data: dict[str, Any]) -> Notice:
    """They stand in line."""
    return _about(_("Vous êtes sur la liste d’attente : {}"), data)


@notice("events.registration_refused")
def refused(data: dict[str, Any]) -> Notice:
    """Their request was turned down."""
    return _about(_("Votre demande n’est pas retenue : {}"), data)


@notice("events.registration_changed")
def registration_changed(data: dict[str, Any]) -> Notice:
    """What they asked for has changed."""
    return _about(_("Votre inscription est modifiée : {}"), data)


@notice("events.registration_withdrawn")
def withdrawn(data: dict[str, Any]) -> Notice:
    """They gave their place back."""
    return _about(_("Votre inscription est retirée : {}"), data)


@notice("events.place_offered")
def offered(data: dict[str, Any]) -> Notice:
    """A seat is held for them."""
    return _about(_("Une place s’est libérée pour vous : {}"), data)


@notice("events.offer_expired")
def offer_expired(data: dict[str, Any]) -> Notice:
    """The offer ran out."""
    return _about(_("La place proposée n’est plus réservée : {}"), data)


@notice("events.offer_declined")
def offer_declined(data: dict[str, Any]) -> Notice:
    """They left the seat to the next person."""
    return _about(_("Vous avez laissé la place proposée : {}"), data)


@notice("events.reminder")
def reminder(data: dict[str, Any]) -> Notice:
    """The meeting comes near."""
    return _about(_("La rencontre approche : {}"), data, end="")


@notice("events.join_reminder")
def join_reminder(data: dict[str, Any]) -> Notice:
    """The room opens soon."""
    return _about(_("La salle ouvre bientôt : {}"), data, end="join/")


@notice("events.meeting_changed")
def changed(data: dict[str, Any]) -> Notice:
    """Time or place moved."""
    return _about(_("L’heure ou le lieu a changé : {}"), data, end="")


@notice("events.meeting_postponed")
def postponed(data: dict[str, Any]) -> Notice:
    """The meeting is put off."""
    return _about(_("Rencontre reportée : {}"), data, end="")


@notice("events.meeting_cancelled")
def cancelled(data: dict[str, Any]) -> Notice:
    """The meeting is called off."""
    return _about(_("Rencontre annulée : {}"), data, end="")
