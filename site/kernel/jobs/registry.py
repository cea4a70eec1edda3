"""Which periodic work there is. Features fill it from their tasks.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Work = Callable[[datetime], None]


@dataclass(frozen=True)
class Job:
    """A piece of periodic work: safe to run twice, short enough to share a thread with the others."""

    name: str
    every: timedelta
    work: Work


_jobs: dict[str, Job] = {}


def periodic(name: str, *, every: timedelta) -> Callable[[Work], Work]:
    """Register `(at: datetime) -> None` to run every so often, in one process at a time.

    Runs may be late and, after a crash, doubled: the work must be safe to run twice. Long work enqueues tasks.
    Raises ValueError where the name is taken or the period is not positive.
    """
    if every <= timedelta(0):
        raise ValueError(f"the period of {name!r} must be positive")

    def register(work: Work) -> Work:
        if name in _jobs and _jobs[name].work is not work:
            raise ValueError(f"periodic job {name!r} is registered twice")
        _jobs[name] = Job(name=name, every=every, work=work)
        return work

    return register


def jobs() -> list[Job]:
    """Every registered job, by name."""
    return [_jobs[name] for name in sorted(_jobs)]
