"""Letters filled with invented facts, for the desk's preview: the words are the team's, nobody is written to."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from django.utils.translation import override

from actors.choices import Constituency
from events.choices import Mode, RegistrationState
from events.models import Meeting, TeamMessage
from events.queries.texts import Words
from kernel.languages.models import language_used, value_used
from kernel.mail.registry import Letter, build

from .messages import worded
from .parts import Context

NAMES = {"fr": "Salma T.", "en": "Salma T.", "ar": "سلمى ت."}
ORGANISATIONS = {
    "fr": "Commune de démonstration 07",
    "en": "Demonstration municipality 07",
    "ar": "البلدية التوضيحية 07",
}
TITLES = {
    "fr": "Comité « Eau et littoral »",
    "en": "“Water and coast” committee",
    "ar": "لجنة «المياه والساحل»",
}
PLACES = {"fr": "Tunis et en ligne", "en": "Tunis and online", "ar": "تونس وعن بُعد"}
REASONS = {
    "fr": "Ce que l’équipe a écrit en décidant.",
    "en": "What the team wrote when it decided.",
    "ar": "ما كتبه الفريق عند اتخاذ القرار.",
}
STARTS_AT, ENDS_AT = datetime(2026, 12, 9, 8, 30, tzinfo=UTC), datetime(2026, 12, 9, 11, 30, tzinfo=UTC)
WAS_STARTS_AT, WAS_ENDS_AT = datetime(2026, 12, 8, 8, 30, tzinfo=UTC), datetime(2026, 12, 8, 11, 30, tzinfo=UTC)
OFFERED_UNTIL = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
ASKED_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def sample_letter(kind: str, words: Words, meeting: Meeting | None, language: str) -> Letter:
    """The letter of that kind with these words, in one language; about a meeting, or about an invented one."""
    context = {**sample_context(meeting, language), "words": asdict(words)}
    with override(language):
        return build(f"events.{kind}", context)


def sample_message(message: TeamMessage, language: str) -> Letter:
    """What a reader of one language gets of a message that is not sent yet."""
    context = sample_context(message.meeting, language)
    with override(language):
        return worded(message, context)


def sample_context(meeting: Meeting | None, language: str) -> Context:
    """Every fact that a letter may ask for."""
    slug = meeting.slug if meeting else "exemple"
    title = value_used(meeting, "title", language) if meeting else TITLES[language]
    place = str(value_used(meeting, "place", language) or "") if meeting else PLACES[language]
    return {
        "sample": True,
        "meeting": meeting.pk if meeting else None,
        "slug": slug,
        "path": f"/{language}/meetings/{slug}/",
        "title": title,
        "title_language": (language_used(meeting, "title", language) if meeting else None) or language,
        "starts_at": (meeting.starts_at if meeting else STARTS_AT).isoformat(),
        "ends_at": (meeting.ends_at if meeting else ENDS_AT).isoformat(),
        "zone": meeting.zone if meeting else "Africa/Tunis",
        "place": place,
        "registration": 0,
        "offer": 0,
        "state": RegistrationState.CONFIRMED,
        "asked_by": "",
        "name": NAMES[language],
        "reader_zone": "Asia/Beirut",
        "organisation": ORGANISATIONS[language],
        "constituency": Constituency.LOCAL,
        "mode": Mode.ONLINE,
        "listening_language": language,
        "asked_at": ASKED_AT.isoformat(),
        "offered_until": OFFERED_UNTIL.isoformat(),
        "was_starts_at": WAS_STARTS_AT.isoformat(),
        "was_ends_at": WAS_ENDS_AT.isoformat(),
        "was_zone": "Africa/Tunis",
        "reason": REASONS[language],
        "reason_language": language,
    }
