"""Many people at once, on a database with real row locks. First the negative control: without them, it oversells."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from psycopg import IsolationLevel

from actors.queries import voices_of
from events import actions
from events.actions import approval, codes, editing, locking, offers, registrations, seating
from events.choices import OfferAnswer, Promotion, RegistrationState
from events.errors import InvalidCode, MeetingError, NotAllowed, RetryLater
from events.models import InvitationCode, Meeting, Offer, Quota, Registration
from kernel.mail.models import Mail
from tests.factories.events import DAY, NOW, MeetingFactory, manager, member

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = 50
SQL_OVERSOLD = """
    SELECT q.id FROM events_quota q JOIN events_registration r ON r.meeting_id = q.meeting_id
    AND r.state IN ('confirmed', 'offered')
    AND q.constituency IN ('', r.constituency) AND q.shore IN ('', r.shore) AND q.mode IN ('', r.mode)
    GROUP BY q.id, q.size HAVING count(*) > q.size
    UNION ALL
    SELECT -m.id FROM events_meeting m JOIN events_registration r ON r.meeting_id = m.id
    AND r.state IN ('confirmed', 'offered') WHERE m.capacity IS NOT NULL
    GROUP BY m.id, m.capacity HAVING count(*) > m.capacity
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


def registering(meeting, person, key="", **more):
    voice = voices_of(person)[0]
    fields = {"mode": "online", "listening_language": "fr", "needs": "", "at": NOW, **more}
    return lambda: actions.register(meeting=meeting, person=person, voice=voice, by=person, key=key, **fields)


def oversold():
    with connection.cursor() as cursor:
        cursor.execute(SQL_OVERSOLD)
        return cursor.fetchall()


def confirmed(meeting):
    return Registration.objects.confirmed().filter(meeting=meeting).count()


def seated(meeting):
    return Registration.objects.seated().filter(meeting=meeting).count()


def read_without_lock(meeting_id, code=""):
    meeting = Meeting.objects.get(pk=meeting_id)
    typed = InvitationCode.objects.filter(meeting=meeting_id, code=code).first() if code else None
    return locking.Locked(meeting, tuple(Quota.objects.filter(meeting=meeting_id)), typed)


def all_count_before_any_writes(monkeypatch, module, name, number):
    """Without the lock, `number` threads read the same seats before the first of them writes."""
    everyone_has_counted, count = threading.Barrier(number), getattr(module, name)
    counted_once = threading.local()

    def counted_together(*args, **kwargs):
        answer = count(*args, **kwargs)
        if not getattr(counted_once, "done", False):
            counted_once.done = True
            everyone_has_counted.wait(timeout=60)
        return answer

    for taking in (registrations, offers, approval, editing):
        monkeypatch.setattr(taking, "lock_seats", read_without_lock)
    monkeypatch.setattr(module, name, counted_together)


def test_without_the_lock_the_last_seat_is_sold_more_than_once(monkeypatch):
    meeting = MeetingFactory(quotas={"local": 1})
    all_count_before_any_writes(monkeypatch, seating, "tally_of", 8)
    at_once(*(registering(meeting, member()) for _ in range(8)))
    assert confirmed(meeting) > 1
    assert oversold()


def test_without_the_lock_a_code_is_used_more_than_once(monkeypatch):
    meeting = MeetingFactory()
    code = actions.create_code(meeting=meeting, by=manager(), at=NOW)
    all_count_before_any_writes(monkeypatch, codes, "uses_of", 6)
    at_once(*(registering(meeting, member(), code=code.code) for _ in range(6)))
    assert code.registrations.count() > 1


def test_without_the_lock_one_seat_is_offered_to_several(monkeypatch):
    meeting = MeetingFactory(quotas={"local": 1}, promotion=Promotion.BY_HAND)
    first, *others = [registering(meeting, member())() for _ in range(5)]
    actions.withdraw(registration=first, by=first.person, at=NOW)
    by = manager()
    all_count_before_any_writes(monkeypatch, seating, "tally_of", 4)
    at_once(*(lambda r=r: actions.offer(registration=r, by=by, at=NOW) for r in others))
    assert seated(meeting) > 1
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


def test_promotion_races_newcomers_and_nobody_is_overtaken():
    meeting = MeetingFactory(quotas={"local": 3}, promotion=Promotion.BY_HAND)
    first = [registering(meeting, member())() for _ in range(3)]
    waiting = [registering(meeting, member())() for _ in range(5)]
    for registration in first:
        actions.withdraw(registration=registration, by=registration.person, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(promotion=Promotion.OFFER)
    at_once(
        *[lambda: actions.promote(meeting=meeting, at=NOW)] * 5,
        *(registering(meeting, member()) for _ in range(25)),
    )
    assert oversold() == []
    assert list(Registration.objects.seated().order_by("pk")) == waiting[:3]
    assert Mail.objects.filter(letter="events.place_offered").count() == 3


def test_withdrawals_race_promotion_and_newcomers_and_no_seat_is_lost():
    meeting = MeetingFactory(quotas={"local": 5}, capacity=6)
    holders = [registering(meeting, member())() for _ in range(5)]
    waiting = [registering(meeting, member())() for _ in range(8)]
    at_once(
        *(lambda r=r: actions.withdraw(registration=r, by=r.person, at=NOW) for r in holders),
        *(lambda r=r: actions.withdraw(registration=r, by=r.person, at=NOW) for r in waiting[:2]),
        *[lambda: actions.promote(meeting=meeting, at=NOW)] * 3,
        *(registering(meeting, member()) for _ in range(10)),
    )
    assert oversold() == []
    assert list(Registration.objects.seated().order_by("pk")) == waiting[2:7]


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


def test_an_answer_races_the_hour_and_its_opposite_and_one_of_them_counts():
    meeting = MeetingFactory(quotas={"local": 1})
    first, second = [registering(meeting, member())() for _ in range(2)]
    actions.withdraw(registration=first, by=first.person, at=NOW)
    person, late = second.person, NOW + 3 * DAY
    results = at_once(
        lambda: actions.accept_offer(registration=second, by=person, at=NOW),
        lambda: actions.decline_offer(registration=second, by=person, at=NOW),
        lambda: actions.expire_offers(at=late),
        *(registering(meeting, member()) for _ in range(5)),
    )
    assert oversold() == []
    answers = list(Offer.objects.filter(registration=second).order_by("pk").values_list("answer", flat=True))
    assert answers[0] in (OfferAnswer.ACCEPTED, OfferAnswer.DECLINED, OfferAnswer.EXPIRED)
    assert sum(isinstance(result, NotAllowed) for result in results) in (1, 2)
    assert seated(meeting) == 1


def test_requests_approved_at_once_share_the_seats_there_are():
    meeting, by = MeetingFactory(quotas={"local": 4}, approval=True), manager()
    requests = [registering(meeting, member())() for _ in range(15)]
    at_once(*(lambda r=r: actions.approve(registration=r, by=by, at=NOW) for r in requests))
    assert (confirmed(meeting), oversold()) == (4, [])
    assert Registration.objects.in_line().count() == 11


def test_a_code_for_two_typed_by_twenty_serves_two():
    meeting = MeetingFactory(capacity=2)
    code = actions.create_code(meeting=meeting, by=manager(), at=NOW, max_uses=2, blocks_seats=True)
    results = at_once(
        *(registering(meeting, member(), code=code.code) for _ in range(20)),
        *(registering(meeting, member()) for _ in range(10)),
    )
    assert sum(isinstance(result, InvalidCode) for result in results) == 18
    assert code.registrations.filter(state=RegistrationState.CONFIRMED).count() == 2
    assert (confirmed(meeting), oversold()) == (2, [])


def test_people_change_how_they_come_at_once_for_the_last_seat_in_the_room():
    meeting = MeetingFactory(hybrid=True)
    Quota.objects.create(meeting=meeting, mode="in_person", size=1)
    online = [registering(meeting, member())() for _ in range(8)]
    at_once(
        *(
            lambda r=r: actions.edit_registration(registration=r, by=r.person, wishes={"mode": "in_person"}, at=NOW)
            for r in online
        )
    )
    assert Registration.objects.filter(mode="in_person").count() == 1
    assert (confirmed(meeting), oversold()) == (8, [])


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
    above = seated(meeting)
    assert 5 <= above <= 10
    at_once(*(registering(meeting, member()) for _ in range(5)))
    for registration in Registration.objects.confirmed()[: above - 4]:
        actions.withdraw(registration=registration, by=registration.person, at=NOW)
    assert (seated(meeting), oversold()) == (5, [])


def test_under_a_stricter_isolation_someone_is_asked_to_come_back_and_nothing_is_oversold():
    meeting = MeetingFactory(quotas={"local": 1})

    def strictly(act):
        def run():
            connection.connection.isolation_level = IsolationLevel.REPEATABLE_READ
            return act()

        return run

    results = at_once(*(strictly(registering(meeting, member())) for _ in range(12)))
    answered = [result for result in results if not isinstance(result, RetryLater)]
    assert not [result for result in answered if isinstance(result, MeetingError)]
    assert (confirmed(meeting), oversold()) == (1, [])
    assert Registration.objects.count() == len(answered)


def test_waiting_too_long_for_the_lock_says_retry_and_writes_nothing(monkeypatch):
    monkeypatch.setattr(locking, "LOCK_SECONDS", 0.2)
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
