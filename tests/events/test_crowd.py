"""Two hundred people register at the same moment for fifty seats, through a real daphne, on both databases."""

import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest
from django.db import connection

from events.models import Registration
from tests.events.crowd import gather, rush, server
from tests.events.test_races import oversold

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, SEATS = 200, 50


def in_a_file(path):
    """What the test's database in memory holds, as a file that a server opens."""
    with closing(sqlite3.connect(path)) as file:
        connection.ensure_connection()
        connection.connection.backup(file)
    return f"sqlite:///{path}"


def states_in_file(path, meeting_id):
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute(
            "SELECT state, count(*) FROM events_registration WHERE meeting_id = ? GROUP BY state", [meeting_id]
        )
        return dict(rows)


def test_fifty_of_two_hundred_get_a_seat_on_sqlite(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("the same crowd comes to PostgreSQL below")
    crowd = gather(PEOPLE, SEATS)
    path = tmp_path / "crowd.sqlite3"
    with server(in_a_file(path)) as port:
        answered = rush(port, crowd.requests)
    assert max(answered.seen) < 500
    assert set(answered.last) == {302}
    assert states_in_file(path, crowd.meeting_id) == {"confirmed": SEATS, "waiting": PEOPLE - SEATS}


@pytest.mark.postgres
def test_fifty_of_two_hundred_get_a_seat_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: give its address in DATABASE_URL")
    crowd = gather(PEOPLE, SEATS)
    with server(address_of(connection.settings_dict)) as port:
        answered = rush(port, crowd.requests)
    assert max(answered.seen) < 500
    assert set(answered.last) == {302}
    states = [Registration.objects.filter(state=state).count() for state in ("confirmed", "waiting")]
    assert states == [SEATS, PEOPLE - SEATS]
    assert oversold() == []


def address_of(found):
    """The test's own database as an address."""
    user = quote(found["USER"] or "") + (f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else "")
    host = found["HOST"] or ""
    place = (
        f"/{found['NAME']}?host={quote(host, safe='')}"
        if host.startswith("/")
        else f"{host}:{found['PORT'] or 5432}/{found['NAME']}"
    )
    return f"postgresql://{user}@{place}"
