"""Running what is due, in one process at a time."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import PeriodicJob
from .registry import Job, jobs

log = logging.getLogger(__name__)

JOB_LEASE = timedelta(hours=1)
TASK_LEASE = timedelta(minutes=30)
TASK_STARTS = 3
RESULTS_KEPT = timedelta(days=14)


def run_due(at: datetime) -> list[str]:
    """Run every registered job that is due; returns the names of those that this process ran.

    Each is claimed in a short transaction under its row's lock and run outside of it, so that one process does it and
    no lock is held while it works. A job that raises is logged and comes again at its next date; the others still run.
    """
    _register_new(at)
    ran = []
    for job in jobs():
        if _claim(job, at):
            _run(job, at)
            ran.append(job.name)
    return ran


def _register_new(at: datetime) -> None:
    """A job seen for the first time is due at once; one whose code is gone keeps its row and never runs."""
    known = set(PeriodicJob.objects.values_list("name", flat=True))
    fresh = [PeriodicJob(name=job.name, next_due_at=at) for job in jobs() if job.name not in known]
    if fresh:
        PeriodicJob.objects.bulk_create(fresh, ignore_conflicts=True)


def _claim(job: Job, at: datetime) -> bool:
    due = PeriodicJob.objects.filter(name=job.name, next_due_at__lte=at).filter(
        Q(running_since__isnull=True) | Q(running_since__lt=at - JOB_LEASE)
    )
    if not due.exists():
        return False
    with transaction.atomic():
        row = due.select_for_update(skip_locked=True).first()
        if row is None:
            return False
        row.next_due_at = at + job.every
        row.running_since = row.last_started_at = at
        row.save(update_fields=["next_due_at", "running_since", "last_started_at"])
    return True


def _run(job: Job, at: datetime) -> None:
    error = ""
    try:
        job.work(at)
    except Exception as raised:  # one job's failure must not keep the others from running
        log.exception("periodic job %s failed", job.name)
        error = repr(raised)[:1000]
    PeriodicJob.objects.filter(name=job.name).update(
        running_since=None, last_finished_at=timezone.now(), last_error=error
    )


def requeue_stuck(*, at: datetime, lease: timedelta = TASK_LEASE) -> int:
    """Give tasks back to the queue whose worker died while they ran; returns how many were stuck.

    A task that was started three times and never ended is given up: it may be what kills its worker.
    """
    with transaction.atomic():
        stuck = list(
            DBTaskResult.objects.select_for_update(skip_locked=True).filter(
                status=TaskResultStatus.RUNNING, started_at__lt=at - lease
            )
        )
        for result in stuck:
            _requeue(result, at)
    return len(stuck)


def _requeue(result: DBTaskResult, at: datetime) -> None:
    if len(result.worker_ids) >= TASK_STARTS:
        log.error("task %s (%s) never ends; given up", result.id, result.task_path)
        result.status = TaskResultStatus.FAILED
        result.finished_at = at
        result.traceback = "its worker died each time it ran"
    else:
        result.status = TaskResultStatus.READY
        result.started_at = None
    result.save(update_fields=["status", "started_at", "finished_at", "traceback"])


def prune_results(*, at: datetime) -> int:
    """Forget how tasks ended once fourteen days have passed; returns how many."""
    return int(DBTaskResult.objects.finished().filter(finished_at__lt=at - RESULTS_KEPT).delete()[0])
