"""Which changes of a meeting a calendar must learn as new: those that could alter someone's decision to come.

RFC 5546, section 2.1.4: the sequence grows with the hour, with the status, and with whatever could alter a decision,
such as a distant place, or an interpretation that is withdrawn. A title's spelling, a translation that was missing, the
seats or the settings of registration change DTSTAMP and LAST-MODIFIED only.
"""

from __future__ import annotations

from events.models import Meeting
from kernel.languages.choices import LANGUAGES

WALL = ("zone", "start_date", "start_time", "end_date", "end_time", "start_fold", "end_fold")


def decisive_changes(before: Meeting, after: Meeting) -> list[str]:
    """The names of what changed and could alter a decision. The wall time counts, not the instant: when a country
    changes its clocks, everybody still meets at half past nine."""
    return [
        *(name for name in WALL if getattr(before, name) != getattr(after, name)),
        *(name for name in ("format", "territory_id") if getattr(before, name) != getattr(after, name)),
        *_moved(before, after),
        *(["languages"] if languages_lost(before, after) else []),
    ]


def languages_lost(before: Meeting, after: Meeting) -> list[str]:
    """The languages in which people could follow (spoken, interpreted or captioned) and no longer can."""
    return [code for code in LANGUAGES if code in _followed(before) and code not in _followed(after)]


def _followed(meeting: Meeting) -> set[str]:
    return {*meeting.languages_spoken, *meeting.languages_interpreted, *meeting.languages_captioned}


def _moved(before: Meeting, after: Meeting) -> list[str]:
    """The place, in the languages in which it was written and reads otherwise now. Naming it in one more language moves
    nobody, as long as another one stands as it was."""
    names = [f"place_{language}" for language in LANGUAGES]
    changed = [name for name in names if (getattr(before, name) or "") != (getattr(after, name) or "")]
    kept = any(getattr(before, name) for name in names if name not in changed)
    return [name for name in changed if getattr(before, name) or not kept]
