"""How notifications about memberships are worded."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from kernel.languages.choices import LANGUAGES, current_language, direction
from kernel.notifications.registry import Notice, notice


def _organisation(data: dict[str, Any]) -> str:
    """The organisation's name in the reader's language, else in one it has, saying which."""
    names = data["organisation"]
    language = next((code for code in (current_language(), *LANGUAGES) if names.get(code)), current_language())
    name = names.get(language, "")
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), name)


@notice("actors.requested")
def requested(data: dict[str, Any]) -> Notice:
    text = format_html(
        _("{person} demande à agir au nom de {organisation}."),
        person=format_html("<bdi>{}</bdi>", data["person"]),
        organisation=_organisation(data),
    )
    return Notice(text, f"/my/organisations/{data['slug']}/members/")


@notice("actors.verified")
def verified(data: dict[str, Any]) -> Notice:
    text = _("Votre rattachement à {organisation} est confirmé.")
    return Notice(format_html(text, organisation=_organisation(data)), "/my/organisations/")


@notice("actors.refused")
def refused(data: dict[str, Any]) -> Notice:
    text = _("Votre rattachement à {organisation} est refusé. Le motif vous attend.")
    return Notice(format_html(text, organisation=_organisation(data)), "/my/organisations/")


@notice("actors.ended")
def ended(data: dict[str, Any]) -> Notice:
    text = _("Votre rattachement à {organisation} a pris fin.")
    return Notice(format_html(text, organisation=_organisation(data)), "/my/organisations/")
