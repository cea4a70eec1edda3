"""The team's own words for the letters: written for every meeting or for one, and given back to the standard ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from events import rules
from events.errors import NotAllowed
from events.models import Meeting, MessageText
from events.models.messages import WORDS
from events.queries.texts import words_beneath
from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES

if TYPE_CHECKING:
    from actors.models import Person


def save_text(
    *, kind: str, meeting: Meeting | None, words: Mapping[str, str], by: Person, at: datetime
) -> MessageText | None:
    """Keep the team's words ("subject_fr", "opening_ar"…) for one kind of letter, for this meeting or for all.

    What is blank, or the same as the text beneath (of all meetings, or the standard one), says that text, today's and
    tomorrow's. Returns None when nothing of one's own is left. Raises NotAllowed, ValidationError naming the field.
    """
    _team_only(by)
    own = _own_words(kind, meeting, words)
    with transaction.atomic():
        text = MessageText.objects.select_for_update().filter(kind=kind, meeting=meeting).first()
        text = text or MessageText(kind=kind, meeting=meeting)
        before = {name: getattr(text, name) or "" for name in own}
        for name, value in own.items():
            setattr(text, name, value)
        text.changed_at, text.changed_by = at, by
        text.full_clean()
        if before == own:
            return text if text.pk else None
        if not any(own.values()):
            _drop(text, by, at)
            return None
        text.save()
        changed = sorted(name for name in own if own[name] != before[name])
        record(actor=by, verb="events.text_changed", target=text, at=at, data={"kind": kind, "changed": changed})
    return text


def reset_text(*, kind: str, meeting: Meeting | None, by: Person, at: datetime) -> None:
    """Back to the standard text (for one meeting: to that of all meetings). Safe to repeat. Raises NotAllowed."""
    _team_only(by)
    with transaction.atomic():
        text = MessageText.objects.select_for_update().filter(kind=kind, meeting=meeting).first()
        if text is not None:
            _drop(text, by, at)


def _own_words(kind: str, meeting: Meeting | None, words: Mapping[str, str]) -> dict[str, str]:
    own: dict[str, str] = {}
    for language in LANGUAGES:
        beneath = words_beneath(kind, meeting.pk if meeting else None, language)
        for word in WORDS:
            written = words.get(f"{word}_{language}", "").replace("\r\n", "\n").strip()
            own[f"{word}_{language}"] = "" if written == getattr(beneath, word) else written
    return own


def _drop(text: MessageText, by: Person, at: datetime) -> None:
    record(actor=by, verb="events.text_reset", target=text, at=at, data={"kind": text.kind})
    text.delete()


def _team_only(by: Person) -> None:
    if not rules.may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut changer les textes des lettres."))
