"""What the team writes to the people registered: its own words, in the reader's language where it has them."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext as _

from events import placeholders
from events.models import TeamMessage
from kernel.languages.choices import current_language, direction
from kernel.languages.models import language_used, value_used
from kernel.mail.registry import Letter, letter

from .parts import Context, preferences, reason, registration_link, values_of, what_and_when


@letter("events.message")
def message(context: Context) -> Letter:
    """A message of the team, with which meeting it is about."""
    return worded(TeamMessage.objects.get(pk=context["message"]), context)


def worded(found: TeamMessage, context: Context) -> Letter:
    """The letter that carries a message; in another language than the reader's, it says so to their program."""
    reader = current_language()
    language = language_used(found, "body", reader) or reader
    values = values_of(context)
    subject = placeholders.line(value_used(found, "subject", language), values)
    paragraphs: list[str] = list(placeholders.paragraphs(value_used(found, "body", language), values))
    if language != reader:
        marked = '<bdi lang="{}" dir="{}">{}</bdi>'
        paragraphs = [format_html(marked, language, direction(language), text) for text in paragraphs]
    return Letter(
        subject=subject,
        title=subject,
        tag=_("Message de l’équipe"),
        paragraphs=paragraphs,
        facts=what_and_when(context),
        action=registration_link(context),
        reason=reason(context),
        preferences=preferences(),
    )
