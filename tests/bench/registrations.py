"""Registrations a second when everyone wants the same seats, on both databases, against the least that could be done.

The measure is the textbook: lock the meeting's row, count, insert a row. Ours also checks the voice, weighs overlapping
quotas, keeps the journal, owes the letter with its calendar entry, notifies, and tells open pages.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
OWN = "rives_bench"
ROUNDS, PEOPLE, SEATS, THREADS = 5, 200, 50, 8
Act = Callable[[Any, Any], Any]


def main() -> None:
    """Each database in a process and an installation of its own."""
    from tests.bench.report import put
    from tests.suite.servers import postgresql

    rows = [measured("SQLite", "")]
    with postgresql() as server, database_of_its_own(server) as address:
        rows.append(measured("PostgreSQL", address))
    put(TEXT.format(rounds=ROUNDS, people=PEOPLE, seats=SEATS, threads=THREADS, rows="\n".join(rows)))


@contextmanager
def database_of_its_own(server: str) -> Iterator[str]:
    """The address of a fresh database on that server, dropped afterwards: nobody else's is written to."""
    parts = urlsplit(server)
    with _connected(urlunsplit(parts._replace(path="/postgres"))) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {OWN}")
        connection.execute(f"CREATE DATABASE {OWN}")
        yield urlunsplit(parts._replace(path=f"/{OWN}"))
        connection.execute(f"DROP DATABASE {OWN} WITH (FORCE)")


def _connected(address: str) -> "psycopg.Connection[Any]":
    """A connection, once a server that has just been started takes any."""
    until = time.monotonic() + 30
    while True:
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def measured(name: str, address: str) -> str:
    """The row of one database in the table."""
    with tempfile.TemporaryDirectory(prefix="rives-registrations-") as folder:
        env = {**os.environ, "RIVES_VAR": folder, "DATABASE_URL": address, "REDIS_URL": "", "EMAIL_URL": ""}
        env |= {"DEMO": "0", "DEBUG": "0", "JOBS_IN_PROCESS": "0", "DJANGO_SETTINGS_MODULE": "config.settings.embedded"}
        env |= {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
        command = [sys.executable, "-m", "tests.bench.registrations", "inside", name]
        done = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    return done.stdout.strip().splitlines()[-1]


def inside(name: str) -> None:
    """Measure on the database of the environment; the last line printed is the row."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    people, worst = _people(), []
    rates: dict[str, list[float]] = {"alone": [], "crowd": [], "textbook": []}
    for number in range(ROUNDS + 1):
        alone = _rush(_meeting(), people[:40], _register, threads=1)
        crowd = _rush(meeting := _meeting(), people, _register, threads=THREADS)
        textbook = _rush(_meeting(), people, _textbook, threads=THREADS)
        _check(meeting)
        if number:  # the first round warms up
            rates["alone"].append(alone.rate)
            rates["crowd"].append(crowd.rate)
            rates["textbook"].append(textbook.rate)
            worst.append(max(crowd.seconds))
    share = median(ours / bare for ours, bare in zip(rates["crowd"], rates["textbook"], strict=True))
    cells = [name, *(f"{median(rates[kind]):.0f}" for kind in ("alone", "crowd", "textbook")), f"{share:.2f}"]
    print(f"| {' | '.join(cells)} | {median(worst):.1f} |", flush=True)


class Rush:
    """How long each act took, and how many were done a second."""

    def __init__(self, seconds: list[float], whole: float) -> None:
        self.seconds, self.rate = seconds, len(seconds) / whole


def _rush(meeting: Any, people: list[Any], act: Act, *, threads: int) -> Rush:
    """Everyone once, by so many threads that start together."""
    from django.db import connections

    waiting: SimpleQueue[Any] = SimpleQueue()
    for person in people:
        waiting.put(person)
    seconds: list[float] = []
    start = threading.Barrier(threads + 1)

    def work() -> None:
        start.wait()
        try:
            while True:
                person = waiting.get_nowait()
                began = time.perf_counter()
                act(meeting, person)
                seconds.append(time.perf_counter() - began)
        except Empty:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    start.wait()
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    if len(seconds) != len(people):
        raise AssertionError(f"{len(people) - len(seconds)} registrations failed")
    return Rush(seconds, time.perf_counter() - began)


def _register(meeting: Any, person: Any) -> None:
    from actors.queries import voices_of
    from events import actions

    actions.register(
        meeting=meeting,
        person=person,
        voice=voices_of(person)[0],
        mode="online",
        listening_language="fr",
        needs="",
        by=person,
        at=datetime.now(tz=UTC),
    )


def _textbook(meeting: Any, person: Any) -> None:
    from django.db import transaction

    from events.choices import RegistrationState
    from events.models import Meeting, Registration

    at = datetime.now(tz=UTC)
    with transaction.atomic(durable=True):
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        is_free = Registration.objects.filter(meeting=meeting, state=RegistrationState.CONFIRMED).count() < SEATS
        Registration.objects.create(
            meeting=meeting,
            person=person,
            constituency="citizens",
            mode="online",
            state=RegistrationState.CONFIRMED if is_free else RegistrationState.WAITING,
            waitlisted_at=None if is_free else at,
        )


def _check(meeting: Any) -> None:
    from events.models import Registration

    seated = Registration.objects.seated().filter(meeting=meeting).count()
    if seated != SEATS:
        raise AssertionError(f"{seated} seats were given, not {SEATS}")


def _people() -> list[Any]:
    """Verified members of one local authority, their addresses confirmed."""
    from allauth.account.models import EmailAddress

    from actors.choices import MembershipState
    from actors.models import Membership, Organisation, Person

    organisation = Organisation.objects.create(
        slug="bench", name_fr="Commune", constituency="local", country_id="TN", is_published=True
    )
    people = Person.objects.bulk_create(
        Person(email=f"bench-{n}@example.org", display_name=f"Voix {n}", password="!") for n in range(PEOPLE)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    at = datetime.now(tz=UTC)
    Membership.objects.bulk_create(
        Membership(person=person, organisation=organisation, state=MembershipState.VERIFIED, decided_at=at)
        for person in people
    )
    return people


def _meeting() -> Any:
    """Fifty seats under two overlapping quotas."""
    from events.choices import MeetingState
    from events.models import Meeting, Quota

    day = datetime.now(tz=UTC).date() + timedelta(days=40)
    meeting = Meeting(
        slug=f"bench-{Meeting.objects.count()}",
        title_fr="Rencontre",
        state=MeetingState.PUBLISHED,
        zone="Africa/Tunis",
        start_date=day,
        start_time=clock(9, 30),
        end_date=day,
        end_time=clock(12, 30),
        languages_spoken=["fr"],
        capacity=SEATS + 10,
    )
    meeting.derive_instants()
    meeting.save()
    Quota.objects.create(meeting=meeting, constituency="local", size=SEATS)
    Quota.objects.create(meeting=meeting, shore="south", size=SEATS + 5)
    return meeting


TEXT = """## Registering under contention
{people} people by {threads} threads for {seats} seats of one meeting under two overlapping quotas, past HTTP; medians
of {rounds} rounds in turn with the textbook: lock the meeting's row, count, insert. Everyone is answered, and exactly
{seats} get a seat. The longest wait is that of the last in the queue for the lock.

| database | alone, a second | crowd, a second | textbook, a second | crowd against textbook | longest wait, s |
|---|---|---|---|---|---|
{rows}
"""

if __name__ == "__main__":
    inside(sys.argv[2]) if "inside" in sys.argv else main()
