"""What a dialogue shows: its journal, who was heard, its figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from actors.choices import SOUTH_AND_EAST, Constituency, Shore
from kernel.languages.choices import current_language
from kernel.languages.models import language_used, value_used
from kernel.pagecache.keeping import forget, kept
from pages.base.models import BasePage
from pages.base.queries import is_readable, readable, with_linkable

from .choices import MILESTONE_ICONS, MilestoneKind
from .models import DialoguePage
from .registry import JournalEntry, Told, told_of, voices_of


@dataclass(frozen=True)
class Line:
    """A line of the journal: "todo" lies ahead, "now" is the next step, "" is done."""

    entry: JournalEntry
    state: str


@dataclass(frozen=True)
class Heard:
    """Acts of one constituency, on each side of the sea."""

    code: str
    label: Any
    north: int
    south: int  # and east


def dialogues(language: str | None = None) -> "QuerySet[DialoguePage]":
    """The dialogues that everyone may read, latest first, without bodies."""
    found: QuerySet[DialoguePage] = (
        readable(DialoguePage.objects.all())
        .for_language(language)
        .defer_streamfields()
        .order_by("-opened_on", "-first_published_at", "pk")
    )
    return found


def its_dialogue(lookup: str = "dialogue") -> "Prefetch[Any]":
    """For prefetch_related: the dialogue of a room or a consultation, None where not everyone may read it."""
    return Prefetch(lookup, queryset=readable(DialoguePage.objects.all()).for_links())


def dialogue_of(dialogue_id: int | None) -> DialoguePage | None:
    """What a link to this dialogue needs, None where not everyone may read it. One query a generation and language."""
    if dialogue_id is None:
        return None
    found = kept(_name(dialogue_id), lambda: DialoguePage.objects.for_links().filter(pk=dialogue_id).first())
    return found if found and is_readable(found) else None


def give_dialogue(record: Any) -> None:
    """Give one room or consultation its dialogue, None where not everyone may read it."""
    record._meta.get_field("dialogue").set_cached_value(record, dialogue_of(record.dialogue_id))


def forget_dialogue(instance: DialoguePage, **_kwargs: Any) -> None:
    """Receiver: a dialogue was saved or deleted; whoever did so sees it before it is committed."""
    forget(_name(instance.pk))


def _name(dialogue_id: int) -> str:
    return f"dialogue:{dialogue_id}"


def _milestones(page: DialoguePage) -> list[JournalEntry]:
    language = current_language()
    entries = []
    for milestone in with_linkable(page.milestones):
        kind = MilestoneKind(milestone.kind)
        linked = milestone.page
        entries.append(
            JournalEntry(
                at=timezone.make_aware(datetime.combine(milestone.on, time(0, 0))),
                kind=str(kind.label),
                icon=MILESTONE_ICONS[kind],
                title=value_used(milestone, "title"),
                title_language=language_used(milestone, "title") or language,
                text=value_used(milestone, "text") or "",
                text_language=language_used(milestone, "text") or language,
                path=(linked.get_url() or "") if linked and getattr(milestone, "is_linkable", linked.live) else "",
            )
        )
    return entries


def told(page: DialoguePage) -> Told:
    """What the apps tell of a dialogue; nothing of a page never saved."""
    return told_of(page.pk, current_language()) if page.pk else Told()


def journal(page: DialoguePage, given: Iterable[JournalEntry], at: datetime) -> list[Line]:
    """Everything that happened and is planned, newest first. The next step is the soonest still ahead."""
    entries = sorted([*given, *_milestones(page)], key=lambda entry: entry.at, reverse=True)
    ahead = [entry for entry in entries if entry.at > at]
    following = ahead[-1] if ahead else None
    return [Line(entry, "now" if entry is following else "todo" if entry.at > at else "") for entry in entries]


def who_was_heard(page: DialoguePage) -> list[Heard]:
    """Acts by constituency: north against south and east. Basin-wide bodies have no shore and stay out."""
    counts = voices_of(page.pk) if page.pk else {}
    return [
        Heard(
            code=value,
            label=label,
            north=counts.get((value, Shore.NORTH), 0),
            south=sum(counts.get((value, shore), 0) for shore in SOUTH_AND_EAST),
        )
        for value, label in Constituency.choices
    ]


def subject_of(page: DialoguePage) -> BasePage | None:
    """The project or pilot that the dialogue is about, where everyone may read it."""
    return page.subject if page.subject and is_readable(page.subject) else None
