"""Deleting answers whose time is over, with a proof; and files that nothing points to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext_noop

from events.asking import NEEDS_KEPT_DAYS, QuestionKind
from events.attachments import FOLDER
from events.choices import MeetingState
from events.models import Answer, AnswerPurge, Meeting, MeetingHelper, Question, Registration
from events.models.answers import kept_files
from events.queries.answers import digest_of
from kernel.audit.actions import record
from kernel.languages.choices import DEFAULT
from kernel.languages.models import value_used

if TYPE_CHECKING:
    from actors.models import Person

# a postponed meeting still waits for its date: its answers are kept half a year longer, then they go all the same
POSTPONED_GRACE = timedelta(days=180)
ORPHAN_AGE = timedelta(days=1)  # an upload may be older than the transaction that points to it, by minutes
NEEDS_LABEL = gettext_noop("Besoin d’accessibilité (ligne libre de l’inscription)")


def due_at(meeting: Meeting, retention_days: int) -> datetime:
    """From when on answers that are kept so long after a meeting are deleted."""
    grace = POSTPONED_GRACE if meeting.state == MeetingState.POSTPONED else timedelta()
    return meeting.ends_at + timedelta(days=retention_days) + grace


def purge_answers(*, at: datetime) -> list[AnswerPurge]:
    """Delete every answer whose retention is over, all versions and files, and keep a record of each question's purge.

    Files go first: a run that breaks off leaves rows that the next one finds, never a file that nothing points to.
    """
    answered = Question.objects.filter(meeting__ends_at__lte=at, answers__isnull=False).distinct()
    due = [q for q in answered.select_related("meeting") if due_at(q.meeting, q.retention_days) <= at]
    records = [_purge_question(question, at) for question in due]
    return [*(found for found in records if found is not None), *purge_needs(at=at)]


def _purge_question(question: Question, at: datetime) -> AnswerPurge | None:
    files = _delete_files(Answer.objects.filter(question=question))
    with transaction.atomic():
        Question.objects.select_for_update(no_key=True).get(pk=question.pk)
        doomed = Answer.objects.filter(question=question)
        rows = list(doomed.values_list("pk", "registration_id", "version", "at"))
        if not rows:
            return None
        doomed.delete()
        proof = AnswerPurge.objects.create(
            meeting=question.meeting,
            question=question,
            label=str(value_used(question, "label", DEFAULT)),
            kind=question.kind,
            retention_days=question.retention_days,
            due_at=due_at(question.meeting, question.retention_days),
            purged_at=at,
            people=len({registration for _pk, registration, _version, _at in rows}),
            versions=len(rows),
            files=len(files),
            digest=digest_of((pk, reg, version, _utc(moment)) for pk, reg, version, moment in rows),
        )
        _tell_journal(proof, at)
    return proof


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _tell_journal(proof: AnswerPurge, at: datetime) -> None:
    data = {"question": proof.label, "people": proof.people, "versions": proof.versions, "digest": proof.digest}
    record(actor=None, verb="events.answers_purged", target=proof.meeting, at=at, data=data)


def purge_needs(*, at: datetime) -> list[AnswerPurge]:
    """Blank the free line of needs of registrations to meetings that are long over, with the same proof."""
    kept = timedelta(days=NEEDS_KEPT_DAYS)
    over = Meeting.objects.filter(ends_at__lte=at - kept, registrations__needs__gt="").distinct()
    records = [_purge_needs_of(meeting, at) for meeting in over if due_at(meeting, NEEDS_KEPT_DAYS) <= at]
    return [found for found in records if found is not None]


def _purge_needs_of(meeting: Meeting, at: datetime) -> AnswerPurge | None:
    with transaction.atomic():
        Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        doomed = Registration.objects.filter(meeting=meeting, needs__gt="")
        rows = list(doomed.values_list("pk", "created_at"))
        if not rows:
            return None
        doomed.update(needs="")
        proof = AnswerPurge.objects.create(
            meeting=meeting,
            label=NEEDS_LABEL,
            kind=QuestionKind.ACCESS,
            retention_days=NEEDS_KEPT_DAYS,
            due_at=due_at(meeting, NEEDS_KEPT_DAYS),
            purged_at=at,
            people=len(rows),
            versions=len(rows),
            files=0,
            digest=digest_of((pk, pk, 1, _utc(moment)) for pk, moment in rows),
        )
        _tell_journal(proof, at)
    return proof


def _delete_files(answers: Iterable[Answer]) -> set[str]:
    """Delete the files of these answers from where they are kept; gone already is fine."""
    names = {str(answer.file.name) for answer in answers if answer.file}
    for name in names:
        kept_files().delete(name)
    return names


def forget_answers(*, person: Person) -> None:
    """Delete what a person answered, and their roles of help, in the caller's transaction; files once it is done."""
    answers = Answer.objects.filter(registration__person=person)
    names = {str(answer.file.name) for answer in answers if answer.file}
    answers.delete()
    MeetingHelper.objects.filter(person=person).delete()
    for name in names:
        transaction.on_commit(partial(kept_files().delete, name), robust=True)


def sweep_orphans(*, at: datetime, files: Storage | None = None) -> int:
    """Delete files that no answer points to, a day after they came: what a transaction left that did not end.

    Returns how many there were. `files` is another place than where answers keep them.
    """
    files = files or kept_files()
    try:
        folders, _names = files.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    return sum(_sweep(files, f"{FOLDER}/{folder}", at) for folder in folders)


def _sweep(files: Storage, folder: str, at: datetime) -> int:
    found = {f"{folder}/{name}" for name in files.listdir(folder)[1]}
    known = set(Answer.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True))
    orphans = [name for name in found - known if files.get_modified_time(name) < at - ORPHAN_AGE]
    for name in orphans:
        files.delete(name)
    return len(orphans)
