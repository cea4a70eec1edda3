"""Numbers under concurrency: contiguous, in the order of commits, never skipped by a reader (forums.md 0, F)."""

import random
import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction

from kernel.live import actions
from kernel.live.models import Event

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WRITERS, EACH = 20, 50


@pytest.fixture
def postgres(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("needs real row locks: set DATABASE_URL to a PostgreSQL database")


def publish(stream, number):
    return actions.publish(stream=stream, kind="thing", object_id=number, op="append", rev=1, at=AT)


def in_threads(*works):
    """Run each in a thread with a connection of its own; the first error is raised here."""
    errors = []

    def run(work):
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


@pytest.mark.postgres
def test_numbers_are_contiguous_and_a_reader_skips_none(postgres):
    chance, done, seen = random.Random(3), threading.Event(), []

    def write():
        for number in range(EACH):
            with transaction.atomic():
                publish("test:1", number)
                time.sleep(chance.random() / 500)  # work after the number is drawn: what breaks id cursors

    def write_all():
        try:
            in_threads(*[write] * WRITERS)
        finally:
            done.set()

    def read():
        while True:
            last_round = done.is_set()
            rows = Event.objects.filter(seq__gt=seen[-1] if seen else 0).order_by("seq")
            seen.extend(rows.values_list("seq", flat=True))
            if last_round:
                return

    in_threads(write_all, read)
    assert seen == list(range(1, WRITERS * EACH + 1))


@pytest.mark.postgres
def test_two_streams_locked_in_key_order_never_wait_in_a_circle(postgres):
    def write(first, second):
        for number in range(EACH):
            with transaction.atomic():
                actions.lock(first, second)
                publish(first, number)
                publish(second, number)

    in_threads(*[lambda: write("r:1", "t:1"), lambda: write("t:1", "r:1")] * 3)
    assert Event.objects.count() == 6 * EACH * 2


def test_a_stream_is_made_with_its_first_event_and_numbers_from_one(db):
    assert [publish("test:1", number) for number in range(3)] == [1, 2, 3]
    assert publish("test:2", 0) == 1


def test_publishing_outside_a_transaction_is_an_error(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        publish("test:1", 0)


def test_nothing_is_told_of_a_transaction_that_fails(db, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr("kernel.live.poke.moved", lambda *poke: told.append(poke))

    def fail():
        with transaction.atomic():
            publish("test:1", 0)
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError):
            fail()
        with transaction.atomic():
            publish("test:1", 1)
    assert told == [("test:1", 1, 1)]
