"""Two hundred people register at the same moment for fifty seats, through a real daphne, on the run's own database."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote

import pytest
from django.db import connection

from tests.events.crowd import gather, rush, server
from tests.events.test_races import SQL_OVERSOLD

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, SEATS = 200, 50


@contextmanager
def shared(tmp_path) -> Iterator[tuple[str, object]]:
    """The test's database as a server opens it, and what runs SQL in it: in memory, it is copied to a file."""
    if connection.vendor == "postgresql":
        yield address_of(connection.settings_dict), lambda sql: read(connection, sql)
        return
    with closing(sqlite3.connect(tmp_path / "crowd.sqlite3")) as file:
        connection.ensure_connection()
        connection.connection.backup(file)
        yield f"sqlite:///{tmp_path / 'crowd.sqlite3'}", lambda sql: read(file, sql)


def read(database, sql):
    with closing(database.cursor()) as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def address_of(found):
    """A PostgreSQL's settings as an address."""
    user = quote(found["USER"] or "") + (f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else "")
    if (found["HOST"] or "").startswith("/"):
        return f"postgresql://{user}@/{found['NAME']}?host={quote(found['HOST'], safe='')}"
    return f"postgresql://{user}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"


def test_fifty_of_two_hundred_get_a_seat_and_the_others_their_place_in_line(tmp_path):
    crowd = gather(PEOPLE, SEATS)
    with shared(tmp_path) as (address, ask):
        with server(address) as port:
            answered = rush(port, crowd.requests)
        states = ask("SELECT state, count(*) FROM events_registration GROUP BY state")
        confirmations = ask("SELECT count(*) FROM mail_mail WHERE letter = 'events.registration_confirmed'")
        oversold = ask(SQL_OVERSOLD)
    assert max(answered.seen) < 500
    assert Counter(answered.last) == {302: PEOPLE}
    assert dict(states) == {"confirmed": SEATS, "waiting": PEOPLE - SEATS}
    assert confirmations == [(SEATS,)]
    assert oversold == []
