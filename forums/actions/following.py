"""What people left on posts and topics follows them when they go elsewhere: read marks, watches, drafts, what waits."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from forums.choices import CaseState, HeldState
from forums.models import Appeal, Case, Draft, HeldPost, Post, ReadMark, Topic, Watch


def follow_posts(source: Topic, goal: Topic, numbers: list[int], was_whole: int) -> None:
    """Posts that had these numbers now stand at the end of `goal`, which held `was_whole` before.

    Whoever had read all of `goal` (or it is new) has read there what they had read here, up to the first they had not.
    """
    marks = {mark.person_id: mark for mark in ReadMark.objects.filter(topic=goal)}
    new = []
    for mark in ReadMark.objects.filter(topic=source):
        seen = sum(1 for number in numbers if number <= mark.number)
        there = marks.get(mark.person_id)
        if not seen or (there.number if there else 0) < was_whole:
            continue
        if there is None:
            new.append(ReadMark(person_id=mark.person_id, topic=goal, number=was_whole + seen, read_at=mark.read_at))
        else:
            there.number = was_whole + seen
            there.save(update_fields=["number"])
    ReadMark.objects.bulk_create(new, ignore_conflicts=True)
    if not was_whole:
        _watch_too(source, goal)


Waiting = Case | HeldPost | Appeal  # what moderators have to examine


def waiting_on(posts: Iterable[Post]) -> list[Waiting]:
    """What moderators have to examine about these posts."""
    cases = Case.objects.filter(post__in=posts, state=CaseState.OPEN)
    return [*cases, *Appeal.objects.filter(decision__post__in=posts, outcome="")]


def held_in(topic: Topic) -> list[HeldPost]:
    """What waits to be read before it is published in a topic."""
    return list(HeldPost.objects.filter(topic=topic, state=HeldState.WAITING))


def follow_merge(source: Topic, goal: Topic) -> list[HeldPost]:
    """Everything that was being written or waited in a topic goes on in the one it is merged into; what waits there."""
    held = held_in(source)
    HeldPost.objects.filter(topic=source).update(topic=goal, room=goal.room, reply_to=None)
    _watch_too(source, goal)
    own = {draft.person_id: draft for draft in Draft.objects.select_for_update().filter(topic=goal)}
    for draft in Draft.objects.select_for_update().filter(topic=source).order_by("pk"):
        kept = own.get(draft.person_id)
        if kept is None:
            Draft.objects.filter(pk=draft.pk).update(topic=goal, reply_to=None, seq=F("seq") + 1)
            continue
        both = "\n\n".join(text for text in (kept.source, draft.source) if text.strip())
        Draft.objects.filter(pk=kept.pk).update(source=both, seq=F("seq") + 1)
        draft.delete()
    return held


def _watch_too(source: Topic, goal: Topic) -> None:
    """Whoever chose how much to hear of a topic hears as much of where its posts went, unless they chose otherwise."""
    rows = [
        Watch(person_id=watch.person_id, topic=goal, level=watch.level, changed_at=watch.changed_at)
        for watch in Watch.objects.filter(topic=source)
    ]
    Watch.objects.bulk_create(rows, ignore_conflicts=True)
