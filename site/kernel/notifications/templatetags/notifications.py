"""{% load notifications %}{% bell %}: the bell of the person signed in, kept up to date by live.js."""

from typing import Any

from django import template

from kernel.notifications.queries import Shown, bell_of, recent

register = template.Library()


@register.inclusion_tag("notifications/bell.html", takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any]:
    """The bell and its live region: one query. Nothing for who is not signed in, so that pages stay cacheable."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {"head": None}
    at, unread = bell_of(user)
    return {"head": at, "rev": at.seq, "unread": unread}


@register.simple_tag(takes_context=True)
def recent_notifications(context: dict[str, Any], limit: int = 5) -> list[Shown]:
    """{% recent_notifications as notes %}: what the person signed in was told lately."""
    return recent(context["request"].user, limit)
