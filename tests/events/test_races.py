"""Many people at once, on a database with real row locks. First the negative control: without them, it oversells."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from actors.queries import voices_of
from events import actions
from events.actions import locking, registrations
from events.choices import RegistrationState
from events.errors import MeetingError, RetryLater
from events.models import Meeting, Quota, Registration
from tests.factories.events import NOW, MeetingFactory, manager, member

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = 50
SQL_OVERSOLD = """
    SELECT q.id FROM events_quota q JOIN events_registration r ON r.meeting_id = q.meeting_id AND r.state = 'confirmed'
    AND q.constituency IN ('', r.constituency) AND q.shore IN ('', r.shore) AND q.mode IN ('', r.mode)
    GROUP BY q.id, q.size HAVING count(*) > q.size
"""


@pytest.fixture(autouse=True)
def row_locks():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: give its address in DATABASE_URL")


def at_once(*acts):
    """Run the acts in as many threads, released together; gives each one's result or domain error, in order."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            results[index] = act()
        except MeetingError as error:
            results[index] = error
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    unexpected = [
        result for result in results if isinstance(result, Exception) and not isinstance(result, MeetingError)
    ]
    assert unexpected == []
    return results


def registering(meeting, person, key=""):
    voice = voices_of(person)[0]
    return lambda: actions.register(
        meeting=meeting,
        person=person,
        voice=voice,
        mode="online",
        listening_language="fr",
        needs="",
        by=person,
        at=NOW,
        key=key,
    )


def oversold():
    with connection.cursor() as cursor:
        cursor.execute(SQL_OVERSOLD)
        return cursor.fetchall()


def confirmed(meeting):
    return Registration.objects.confirmed().filter(meeting=meeting).count()


def read_without_lock(meeting_id):
    meeting = Meeting.objects.get(pk=meeting_id)
    return locking.Locked(meeting, tuple(Quota.objects.filter(meeting=meeting_id)))


def test_without_the_lock_the_last_seat_is_sold_more_than_once(monkeypatch):
    meeting = MeetingFactory(quotas={"local": 1})
    everyone_has_counted = threading.Barrier(8)
    count = registrations.tally_of

    def counted_together(meeting):
        tally = count(meeting)
        everyone_has_counted.wait(timeout=60)
        return tally

    monkeypatch.setattr(registrations, "lock_seats", read_without_lock)
    monkeypatch.setattr(registrations, "tally_of", counted_together)
    at_once(*(registering(meeting, member()) for _ in range(8)))
    assert confirmed(meeting) > 1
    assert oversold()


@pytest.mark.parametrize("places", [1, 7])
def test_of_fifty_people_as_many_get_a_seat_as_there_are(places):
    meeting = MeetingFactory(quotas={"local": places})
    results = at_once(*(registering(meeting, member()) for _ in range(PEOPLE)))
    assert [r for r in results if isinstance(r, MeetingError)] == []
    assert confirmed(meeting) == places
    assert Registration.objects.in_line().count() == PEOPLE - places
    assert oversold() == []


def test_overlapping_quotas_hold_together():
    meeting = MeetingFactory(capacity=9, quotas={"local": 6, "national": 6})
    Quota.objects.create(meeting=meeting, shore="south", size=4)
    people = [member(name, south=side) for name in ("local", "national") for side in (False, True) for _ in range(6)]
    at_once(*(registering(meeting, person) for person in people))
    assert oversold() == []
    assert confirmed(meeting) <= 9


def test_one_person_clicking_from_ten_windows_registers_once():
    meeting, person = MeetingFactory(quotas={"local": 5}), member()
    key = "5f0c3f3e-6f0e-4d7e-9a5c-6f9d3d7f6b10"
    keys = [key] * 5 + [""] * 5
    results = at_once(*(registering(meeting, person, one) for one in keys))
    assert {result.pk for result in results} == {Registration.objects.get().pk}


def test_confirming_the_next_in_line_races_newcomers_for_one_seat():
    meeting = MeetingFactory(quotas={"local": 1})
    first = registering(meeting, member())()
    waiting = registering(meeting, member())()
    actions.withdraw(registration=first, by=first.person, at=NOW)
    by = manager()
    at_once(
        lambda: actions.confirm_from_waiting_list(registration=waiting, by=by, at=NOW),
        *(registering(meeting, member()) for _ in range(10)),
    )
    waiting.refresh_from_db()
    assert waiting.is_confirmed
    assert confirmed(meeting) == 1


def test_the_team_confirms_two_people_at_once_for_one_seat():
    meeting = MeetingFactory(quotas={"local": 1})
    first, *others = [registering(meeting, member())() for _ in range(3)]
    actions.withdraw(registration=first, by=first.person, at=NOW)
    by = manager()
    at_once(*(lambda r=r: actions.confirm_from_waiting_list(registration=r, by=by, at=NOW) for r in others))
    assert confirmed(meeting) == 1


def test_a_cancellation_racing_registrations_leaves_nobody_registered():
    meeting, by = MeetingFactory(), manager()
    results = at_once(
        lambda: actions.cancel_meeting(meeting=meeting, by=by, reason="Grève", at=NOW),
        *(registering(meeting, member()) for _ in range(20)),
    )
    assert not Registration.objects.live().exists()
    refused = [result for result in results if isinstance(result, MeetingError)]
    told = Registration.objects.filter(state=RegistrationState.CANCELLED).count()
    assert len(refused) + told == 20


def test_a_cut_of_seats_racing_registrations_never_raises_what_is_above():
    meeting, by = MeetingFactory(quotas={"local": 10}), manager()
    for _ in range(5):
        registering(meeting, member())()
    cut = Meeting.objects.get(pk=meeting.pk)
    quota = cut.quotas.get()
    quota.size = 5
    cut.quotas = [quota]
    at_once(
        lambda: actions.change_meeting(meeting=cut, by=by, at=NOW),
        *(registering(meeting, member()) for _ in range(10)),
    )
    seated = confirmed(meeting)
    registering(meeting, member())()
    assert confirmed(meeting) == seated <= 10


def test_waiting_too_long_for_the_lock_says_retry_and_writes_nothing(monkeypatch):
    monkeypatch.setattr(locking, "LOCK_TIMEOUT", "200ms")
    meeting, person = MeetingFactory(), member()
    held, done = threading.Event(), threading.Event()

    @contextmanager
    def holding():
        def hold():
            with transaction.atomic():
                locking.lock_seats(meeting.pk)
                held.set()
                done.wait(timeout=30)
            connections.close_all()

        thread = threading.Thread(target=hold)
        thread.start()
        held.wait(timeout=30)
        yield
        done.set()
        thread.join(timeout=30)

    with holding(), pytest.raises(RetryLater):
        registering(meeting, person)()
    assert not Registration.objects.exists()
    assert registering(meeting, person)().is_confirmed
