"""How notifications about forums are worded."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from kernel.languages.choices import direction
from kernel.notifications.registry import Notice, notice


@notice("forums.reply")
def reply(data: dict[str, Any]) -> Notice:
    """Someone wrote in a topic in which the reader took part."""
    language = data["language"]
    title = format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), data["title"])
    name = format_html("<bdi>{}</bdi>", data["name"])
    return Notice(
        text=format_html(_("{name} a écrit dans « {title} »"), name=name, title=title),
        path=f"/forums/{data['room']}/{data['topic']}/{data['number']}/",
    )
