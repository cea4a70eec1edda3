"""Answers go when their time is over, files too, and what remains is the proof; the clock is an argument."""

import os
from datetime import UTC, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from events.actions.purge import POSTPONED_GRACE, purge_answers, sweep_orphans
from events.choices import MeetingState
from events.models import Answer, AnswerPurge, Meeting, Picked, Registration
from events.models.answers import AppendOnly, kept_files
from events.queries.answers import digest_of
from kernel.audit.queries import history_of
from kernel.jobs.registry import jobs
from tests.factories.actors import PersonFactory
from tests.factories.events import NOW, MeetingFactory, RegistrationFactory, manager
from tests.factories.questions import PDF, AnswerFactory, QuestionFactory, choice_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def end_of(meeting, **days):
    return meeting.ends_at + timedelta(**days)


def test_answers_go_once_their_own_retention_is_over_and_not_a_minute_before():
    meeting = MeetingFactory()
    short, long = (QuestionFactory(meeting=meeting, retention_days=days) for days in (7, 90))
    row = RegistrationFactory(meeting=meeting)
    AnswerFactory(registration=row, question=short, text="Sept jours")
    AnswerFactory(registration=row, question=long, text="Trois mois")
    assert purge_answers(at=end_of(meeting, days=7) - MINUTE) == []
    [proof] = purge_answers(at=end_of(meeting, days=7))
    assert (proof.question, proof.people, proof.versions) == (short, 1, 1)
    assert [answer.text for answer in Answer.objects.all()] == ["Trois mois"]
    assert [proof.question for proof in purge_answers(at=end_of(meeting, days=90))] == [long]
    assert not Answer.objects.exists()


def test_every_version_every_choice_and_every_file_goes():
    question = QuestionFactory(kind="file")
    row = RegistrationFactory(meeting=question.meeting)
    old = AnswerFactory(registration=row, question=question, content=PDF, is_current=False)
    new = AnswerFactory(registration=row, question=question, content=PDF + b"2", version=2)
    menu = QuestionFactory(meeting=question.meeting, kind="choice", choices=["A"])
    AnswerFactory(registration=row, question=menu, picked=[choice_of(menu, "A")])
    names = [old.file.name, new.file.name]
    assert all(kept_files().exists(name) for name in names)
    proofs = {proof.question: proof for proof in purge_answers(at=end_of(question.meeting, days=30))}
    assert (proofs[question].people, proofs[question].versions, proofs[question].files) == (1, 2, 2)
    assert not any(kept_files().exists(name) for name in names)
    assert not Answer.objects.exists()
    assert not Picked.objects.exists()


def test_the_proof_agrees_with_a_copy_from_before_and_says_nothing_of_anyone():
    answer = AnswerFactory(text="Allergie aux noix", question__dietary=True)
    copy = [(answer.pk, answer.registration_id, answer.version, answer.at.astimezone(UTC).isoformat())]
    at = end_of(answer.registration.meeting, days=31)
    [proof] = purge_answers(at=at)
    assert proof.digest == digest_of(copy)
    assert (proof.purged_at, proof.due_at) == (at, end_of(answer.registration.meeting, days=30))
    assert (proof.label, proof.kind, proof.retention_days) == (answer.question.label_fr, "dietary", 30)
    entry = history_of(answer.registration.meeting)[0]
    assert (entry.verb, entry.actor, entry.data["digest"]) == ("events.answers_purged", None, proof.digest)
    stored = str(list(AnswerPurge.objects.values())) + str(entry.data)
    assert "noix" not in stored
    assert answer.registration.person.name not in stored
    with pytest.raises(AppendOnly):
        proof.save()


def test_running_again_changes_nothing_and_late_answers_are_another_proof():
    answer = AnswerFactory(text="Oui")
    at = end_of(answer.registration.meeting, days=30)
    purge_answers(at=at)
    assert purge_answers(at=at + MINUTE) == []
    AnswerFactory(registration=answer.registration, question=answer.question, text="Revenu d’une sauvegarde")
    assert len(purge_answers(at=at + 2 * MINUTE)) == 1
    assert AnswerPurge.objects.count() == 2


def test_a_run_that_broke_off_after_the_files_is_finished_by_the_next():
    answer = AnswerFactory(question__kind="file", content=PDF)
    kept_files().delete(answer.file.name)
    [proof] = purge_answers(at=end_of(answer.registration.meeting, days=30))
    assert proof.versions == 1
    assert not Answer.objects.exists()


def test_the_free_line_of_needs_goes_after_thirty_days_with_the_same_proof():
    row = RegistrationFactory(needs="Boucle magnétique")
    assert purge_answers(at=end_of(row.meeting, days=30) - MINUTE) == []
    [proof] = purge_answers(at=end_of(row.meeting, days=30))
    assert Registration.objects.get().needs == ""
    assert (proof.question, proof.kind, proof.people) == (None, "access", 1)


def test_a_postponed_meeting_keeps_its_answers_for_a_while():
    answer = AnswerFactory(text="Oui")
    Meeting.objects.update(state=MeetingState.POSTPONED)
    due = end_of(answer.registration.meeting, days=30)
    assert purge_answers(at=due) == []
    assert len(purge_answers(at=due + POSTPONED_GRACE)) == 1


def test_what_a_broken_transaction_left_is_swept_a_day_later_and_nothing_else():
    sweep_orphans(at=NOW + timedelta(days=3650))  # what other tests left
    answer = AnswerFactory(question__kind="file", content=PDF)
    with time_machine.travel(NOW, tick=False):
        stray = kept_files().save(f"answers/{answer.registration.meeting_id}/perdu.pdf", ContentFile(PDF))
    assert sweep_orphans(at=NOW + timedelta(hours=23)) == 0
    assert sweep_orphans(at=NOW + timedelta(hours=25)) == 1
    assert not kept_files().exists(stray)
    assert kept_files().exists(answer.file.name)


def test_files_are_swept_on_a_disk_too(tmp_path):
    disk = FileSystemStorage(location=tmp_path)
    assert sweep_orphans(at=NOW, files=disk) == 0
    stray = tmp_path / "answers" / "1" / "perdu.pdf"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(PDF)
    os.utime(stray, (NOW.timestamp(), NOW.timestamp()))
    assert sweep_orphans(at=NOW + timedelta(days=2), files=disk) == 1
    assert not stray.exists()


def test_both_are_periodic_work():
    assert {"events.purge_answers", "events.sweep_files"} <= {job.name for job in jobs()}


def test_the_team_reads_the_proof_and_others_do_not(client):
    answer = AnswerFactory(text="Oui")
    meeting = answer.registration.meeting
    [proof] = purge_answers(at=end_of(meeting, days=30))
    address = reverse("events_questions:purges", args=[meeting.pk])
    client.force_login(PersonFactory())
    assert client.get(address).status_code in {302, 403}
    client.force_login(manager())
    page = client.get(address).content.decode()
    assert proof.digest in page
    assert answer.question.label_fr in page
