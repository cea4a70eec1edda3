"""How an invitation to a room is worded in the bell. (leaf)"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from kernel.notifications.registry import Notice, notice

from .notices_moderation import room_name


@notice("forums.invited")
def invited(data: dict[str, Any]) -> Notice:
    """Someone let the reader into a room."""
    text = (
        _("Vous êtes invité à lire et à écrire dans le salon « {room} »")
        if data["may_write"]
        else _("Vous êtes invité à lire le salon « {room} »")
    )
    return Notice(format_html(text, room=room_name(data)), f"/forums/{data['room']}/")
