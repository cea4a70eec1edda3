"""How notifications about forums are worded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.languages.choices import direction
from kernel.notifications.registry import Notice, notice

from .choices import TellReason
from .models import Room, Topic

POSTS = "forums.posts"
REMEMBERED = 50  # posts of a topic that a notification knows to have told
STRENGTH = {str(reason): rank for rank, reason in enumerate(TellReason)}


def topic_key(topic_id: int) -> str:
    """The key of the one notification that tells a person of a topic's posts."""
    return f"forums.topic:{topic_id}"


def with_post(data: dict[str, Any], unread: bool, post: dict[str, Any], topic: dict[str, Any]) -> dict[str, Any] | None:
    """What a notification holds once it tells of one more post; None where it told of it before."""
    told = data.get("told", [])
    if post["number"] in told:
        return None
    posts = [*(data["posts"] if unread else ()), post]
    return {**topic, "told": [*told, post["number"]][-REMEMBERED:], "posts": posts}


def without_read(data: dict[str, Any], number: int) -> dict[str, Any] | None:
    """What is left to tell of a topic read up to a number; None where nothing is."""
    left = [post for post in data["posts"] if post["number"] > number]
    return {**data, "posts": left} if left else None


def still_read(person: Any, told: Sequence[dict[str, Any]]) -> list[bool]:
    """Which notifications are of topics that their reader may still read, wherever these stand now. One query."""
    topics = Topic.objects.filter(pk__in={data["topic"] for data in told}, room__in=Room.objects.visible_to(person))
    readable = set(topics.values_list("pk", flat=True))
    return [data["topic"] in readable for data in told]


@notice(POSTS, may_know=still_read)
def posts(data: dict[str, Any]) -> Notice:
    """Posts of one topic that the reader has not read, told for the strongest of their reasons."""
    told = sorted(data["posts"], key=lambda post: post["number"])
    strongest = min(told, key=lambda post: STRENGTH[post["reason"]])
    title = _title(data)
    path = f"/forums/{data['room']}/{data['topic']}/{told[0]['number']}/"
    if len(told) == 1:
        sentence = _one()[strongest["reason"]]
        return Notice(
            text=format_html(sentence, name=format_html("<bdi>{}</bdi>", strongest["name"]), title=title), path=path
        )
    many = ngettext("{n} nouveau message dans « {title} »", "{n} nouveaux messages dans « {title} »", len(told))
    text = format_html(many, n=len(told), title=title)
    if aside := _among().get(strongest["reason"]):
        text = format_html("{} ({})", text, aside)
    return Notice(text=text, path=path)


def _one() -> dict[str, str]:
    return {
        "mention": _("{name} vous mentionne dans « {title} »"),
        "answer": _("{name} vous répond dans « {title} »"),
        "quote": _("{name} vous cite dans « {title} »"),
        "topic": _("{name} ouvre le sujet « {title} »"),
        "message": _("{name} a écrit dans « {title} »"),
    }


def _among() -> dict[str, str]:
    return {"mention": _("on vous y mentionne"), "answer": _("on vous y répond"), "quote": _("on vous y cite")}


def _title(data: dict[str, Any]) -> str:
    language = data["language"]
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), data["title"])


@notice("forums.reply")
def reply(data: dict[str, Any]) -> Notice:
    """Someone wrote in a topic in which the reader took part: told before posts were gathered by topic."""
    name = format_html("<bdi>{}</bdi>", data["name"])
    return Notice(
        text=format_html(_("{name} a écrit dans « {title} »"), name=name, title=_title(data)),
        path=f"/forums/{data['room']}/{data['topic']}/{data['number']}/",
    )
