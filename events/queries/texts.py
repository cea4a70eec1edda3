"""Which words a letter takes: the team's for this meeting, the team's for all meetings, else the standard ones."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import override

from events.models import MessageText
from events.models.messages import WORDS
from events.standard_texts import TEXTS


@dataclass(frozen=True)
class Words:
    """What the team may word in a letter, names in braces still in it."""

    subject: str
    opening: str
    closing: str


def standard_words(kind: str, language: str) -> Words:
    """What the letter says unless the team writes its own."""
    text = TEXTS[kind]
    with override(language):
        return Words(str(text.subject), str(text.opening), str(text.closing))


def words_of(kind: str, meeting_id: int | None, language: str) -> Words:
    """The words of a letter in one language, each field from the nearest place where it is written in that language."""
    found = MessageText.objects.filter(Q(meeting=None) | Q(meeting=meeting_id), kind=kind)
    nearest_first = sorted(found, key=lambda text: text.meeting_id is None)
    return nearest(nearest_first, standard_words(kind, language), language)


def words_beneath(kind: str, meeting_id: int | None, language: str) -> Words:
    """What a letter says where this text is blank: for one meeting that of all meetings, else the standard one."""
    general = MessageText.objects.filter(kind=kind, meeting=None) if meeting_id else MessageText.objects.none()
    return nearest(list(general), standard_words(kind, language), language)


def nearest(texts: list[MessageText], standard: Words, language: str) -> Words:
    """Each field from the first of these texts that has it in this language, else the standard one."""
    chosen = {
        word: next((own for text in texts if (own := getattr(text, f"{word}_{language}"))), getattr(standard, word))
        for word in WORDS
    }
    return Words(**chosen)


def text_for(kind: str, meeting_id: int | None) -> MessageText | None:
    """The team's text for exactly this meeting, or for all of them; None while it is the standard one."""
    return MessageText.objects.filter(kind=kind, meeting=meeting_id).first()
