"""SQLite on the embedded default: a request's connection waits for the next request."""

import threading

import pytest

from config.settings.connections import database
from config.sqlite3 import base
from config.sqlite3.base import DatabaseWrapper

pytestmark = pytest.mark.django_db  # pytest-django lets no other test open a connection


@pytest.fixture
def open_database(tmp_path):
    """Makes what each thread has in its `connections`: a wrapper of its own on the same file."""
    name = str(tmp_path / "rives.sqlite3")
    settings = {**database(f"sqlite:///{name}", pool=10), "TIME_ZONE": None, "ATOMIC_REQUESTS": False}
    settings |= {"AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False, "TEST": {"NAME": None}}
    made = []

    def make():
        made.append(DatabaseWrapper(settings))
        return made[-1]

    yield make
    for wrapper in made:
        wrapper.close()
    for connection in base._shelves.pop(name, []):
        connection.close()


def test_only_what_serves_keeps_its_connections():
    assert database("sqlite:///x.sqlite3", pool=10)["ENGINE"] == "config.sqlite3"
    assert database("sqlite:///x.sqlite3")["ENGINE"] == "django.db.backends.sqlite3"


def test_the_next_request_takes_the_connection_that_the_last_one_left(open_database):
    first, second = open_database(), open_database()
    first.ensure_connection()
    used = first.connection
    first.close()
    assert first.connection is None
    thread = threading.Thread(target=second.ensure_connection)
    thread.start()
    thread.join()
    assert second.connection is used
    second.inc_thread_sharing()


def test_two_requests_at_a_time_have_two_connections(open_database):
    first, second = open_database(), open_database()
    first.ensure_connection()
    second.ensure_connection()
    assert first.connection is not second.connection


def test_what_was_left_within_a_transaction_is_undone_and_its_connection_closed(open_database):
    first, second = open_database(), open_database()
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE fact (name)")
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("INSERT INTO fact VALUES ('half')")
    used = first.connection
    first.close()
    with second.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM fact").fetchone() == (0,)
    assert second.connection is not used


def test_the_shelf_is_short(open_database):
    wrappers = [open_database() for _number in range(base.MOST_KEPT + 2)]
    for wrapper in wrappers:
        wrapper.ensure_connection()
    for wrapper in wrappers:
        wrapper.close()
    assert len(wrappers[0]._shelf) == base.MOST_KEPT
