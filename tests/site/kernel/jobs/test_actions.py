"""Periodic work: what is due, in one process at a time."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from kernel.jobs import registry
from kernel.jobs.actions import prune_results, requeue_stuck, run_due
from kernel.jobs.models import PeriodicJob
from kernel.jobs.registry import jobs, periodic

AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def only(monkeypatch):
    """A registry of the test's own."""
    monkeypatch.setattr(registry, "_jobs", {})
    runs = []

    def add(name="tests.count", every=MINUTE, work=None):
        periodic(name, every=every)(work or (lambda at: runs.append((name, at))))
        return runs

    return add


@pytest.mark.django_db
def test_new_work_is_due_at_once_then_at_its_pace(only):
    runs = only()
    assert run_due(AT) == ["tests.count"]
    assert run_due(AT + timedelta(seconds=59)) == []
    assert run_due(AT + MINUTE) == ["tests.count"]
    assert [at for _name, at in runs] == [AT, AT + MINUTE]


@pytest.mark.django_db
def test_a_long_silence_is_made_up_for_once(only):
    only()
    run_due(AT)
    assert run_due(AT + timedelta(days=3)) == ["tests.count"]
    assert run_due(AT + timedelta(days=3, seconds=30)) == []


@pytest.mark.django_db
def test_a_failure_is_noted_and_keeps_nobody_else_from_running(only, caplog):
    def fail(at):
        raise RuntimeError("out of order")

    only(name="tests.a-fails", work=fail)
    only(name="tests.b-works")
    assert run_due(AT) == ["tests.a-fails", "tests.b-works"]
    failed = PeriodicJob.objects.get(name="tests.a-fails")
    assert "out of order" in failed.last_error
    assert failed.running_since is None
    assert run_due(AT + MINUTE) == ["tests.a-fails", "tests.b-works"]


@pytest.mark.django_db
def test_work_that_still_runs_is_not_started_again_until_its_process_must_be_dead(only):
    only()
    run_due(AT)
    PeriodicJob.objects.update(running_since=AT)
    assert run_due(AT + timedelta(minutes=30)) == []
    assert run_due(AT + timedelta(minutes=61)) == ["tests.count"]


@pytest.mark.django_db
def test_work_whose_code_is_gone_never_runs(only):
    PeriodicJob.objects.create(name="tests.gone", next_due_at=AT)
    assert run_due(AT) == []


def test_a_name_is_taken_once_and_a_period_is_positive(only):
    only()
    with pytest.raises(ValueError, match="twice"):
        only()
    with pytest.raises(ValueError, match="positive"):
        only(name="tests.never", every=timedelta(0))


def test_the_house_has_its_own_periodic_work():
    names = {job.name for job in jobs()}
    assert {"mail.sweep", "mail.purge", "requests.purge", "jobs.requeue_stuck", "jobs.clear_sessions"} <= names


@pytest.mark.django_db
def test_the_house_s_own_work_may_run_twice():
    first = run_due(AT)
    assert len(first) == len(jobs())
    PeriodicJob.objects.update(next_due_at=AT)
    assert run_due(AT + MINUTE) == first
    assert not PeriodicJob.objects.exclude(last_error="").exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_schedulers_do_each_job_once(only):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL=postgres://… (make test starts one)")
    for number in range(5):
        runs = only(name=f"tests.{number}")
    gate = threading.Barrier(8)

    def schedule():
        gate.wait()
        run_due(AT)
        connections.close_all()

    threads = [threading.Thread(target=schedule) for _process in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(name for name, _at in runs) == [f"tests.{number}" for number in range(5)]


def running(started_at, workers=("w1",)):
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=started_at,
        worker_ids=list(workers),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="kernel.mail.tasks.send_mail",
        backend_name="default",
        run_after=get_date_max(),
    )


@pytest.mark.django_db
def test_a_task_whose_worker_died_goes_back_to_the_queue():
    dead, alive = running(AT - timedelta(hours=1)), running(AT - timedelta(minutes=1))
    assert requeue_stuck(at=AT) == 1
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.status, dead.started_at) == (TaskResultStatus.READY, None)
    assert alive.status == TaskResultStatus.RUNNING
    assert DBTaskResult.objects.ready().get() == dead


@pytest.mark.django_db
def test_a_task_that_kills_its_worker_is_given_up_after_three_starts():
    deadly = running(AT - timedelta(hours=1), workers=("w1", "w2", "w3"))
    requeue_stuck(at=AT)
    deadly.refresh_from_db()
    assert deadly.status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_results_are_forgotten_after_two_weeks():
    old = running(AT)
    DBTaskResult.objects.filter(pk=old.pk).update(status=TaskResultStatus.SUCCESSFUL, finished_at=AT)
    waiting = running(AT)
    assert prune_results(at=AT + timedelta(days=15)) == 1
    assert DBTaskResult.objects.get() == waiting
