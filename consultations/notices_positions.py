"""How notifications about mandates and positions of organisations are worded. (leaf)"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kernel.notifications.registry import Notice, notice

from .wording import organisation_of, title_of


@notice("consultations.mandate_given")
def mandate_given(data: dict[str, Any]) -> Notice:
    """They may sign for the organisation."""
    if not data["consultation"]:
        sentence = _("Vous pouvez signer les positions de {organisation}.")
        return Notice(format_html(sentence, organisation=organisation_of(data)), "/consultations/")
    sentence = _("Vous pouvez signer la position de {organisation} dans « {title} ».")
    return Notice(_about(sentence, data), f"/consultations/{data['consultation']}/sign/")


@notice("consultations.mandate_ended")
def mandate_ended(data: dict[str, Any]) -> Notice:
    """They may sign no more."""
    if not data["consultation"]:
        sentence = _("Votre mandat pour signer les positions de {organisation} a pris fin.")
        return Notice(format_html(sentence, organisation=organisation_of(data)), "/consultations/")
    sentence = _("Votre mandat pour signer la position de {organisation} dans « {title} » a pris fin.")
    return Notice(_about(sentence, data), f"/consultations/{data['consultation']}/")


@notice("consultations.position_signed")
def position_signed(data: dict[str, Any]) -> Notice:
    """Their organisation is bound by a signature."""
    sentence = _("{by} a signé la position de {organisation} dans « {title} ».")
    if data["revision"] > 1:
        sentence = _("{by} a signé une nouvelle position de {organisation} dans « {title} ».")
    return Notice(_about(sentence, data), _position(data))


@notice("consultations.position_withdrawn")
def position_withdrawn(data: dict[str, Any]) -> Notice:
    """Their organisation took its position back."""
    sentence = _("{by} a retiré la position de {organisation} dans « {title} ».")
    return Notice(_about(sentence, data), _position(data))


def _about(sentence: str, data: dict[str, Any]) -> SafeString:
    by = format_html("<bdi>{}</bdi>", data.get("by", ""))
    return format_html(sentence, by=by, organisation=organisation_of(data), title=title_of(data))


def _position(data: dict[str, Any]) -> str:
    return f"/consultations/{data['consultation']}/positions/{data['organisation']}/"
