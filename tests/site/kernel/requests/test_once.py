"""A write that is safe to repeat."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections

from actors.models import Country, Person
from kernel.requests.actions import body_digest, once, purge
from kernel.requests.errors import KeyReused
from kernel.requests.models import RequestKey
from tests.factories.actors import PersonFactory

AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


class Refused(Exception):
    """A domain error of the act."""


@pytest.fixture
def calls():
    return []


def carry_out(calls, person, *, key="k-1", body=None, scope="forums.reply:1", act=None, at=AT):
    def default():
        calls.append(key)
        return {"number": len(calls)}

    return once(person=person, scope=scope, key=key, body=body or {"text": "oui"}, act=act or default, at=at)


@pytest.mark.django_db
def test_a_repeat_gets_the_first_answer_and_does_nothing(calls):
    person = PersonFactory()
    assert carry_out(calls, person) == {"number": 1}
    assert carry_out(calls, person) == {"number": 1}
    assert calls == ["k-1"]


@pytest.mark.django_db
def test_the_same_words_under_another_key_are_another_act(calls):
    person = PersonFactory()
    carry_out(calls, person, key="k-1")
    assert carry_out(calls, person, key="k-2") == {"number": 2}


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused_in_words(calls):
    person = PersonFactory()
    carry_out(calls, person)
    with pytest.raises(KeyReused, match="autre contenu"):
        carry_out(calls, person, body={"text": "non"})
    assert calls == ["k-1"]


@pytest.mark.django_db
def test_keys_belong_to_a_person_and_a_scope(calls):
    person, other = PersonFactory(), PersonFactory()
    carry_out(calls, person)
    carry_out(calls, other)
    carry_out(calls, person, scope="forums.reply:2")
    assert len(calls) == 3


@pytest.mark.django_db
def test_a_refused_act_leaves_no_key_and_may_be_tried_again(calls):
    person = PersonFactory()

    def refuse():
        raise Refused

    with pytest.raises(Refused):
        carry_out(calls, person, act=refuse)
    assert not RequestKey.objects.exists()
    assert carry_out(calls, person) == {"number": 1}


@pytest.mark.django_db
def test_the_act_and_its_key_stand_or_fall_together():
    person = PersonFactory()

    def half():
        Country.objects.create(code="ZZ", name_fr="Nulle part")
        raise Refused

    with pytest.raises(Refused):
        once(person=person, scope="s", key="k", body={}, act=half, at=AT)
    assert not Country.objects.filter(code="ZZ").exists()


def test_the_digest_ignores_the_order_of_fields():
    assert body_digest({"a": 1, "b": "é"}) == body_digest({"b": "é", "a": 1})
    assert body_digest({"a": 1}) != body_digest({"a": "1"})


@pytest.mark.django_db
def test_keys_are_forgotten_after_seven_days(calls):
    person = PersonFactory()
    carry_out(calls, person, key="old")
    carry_out(calls, person, key="new", at=AT + timedelta(days=6))
    assert purge(at=AT + timedelta(days=7, seconds=1)) == 1
    assert RequestKey.objects.get().key == "new"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_parallel_twins_are_carried_out_once_and_get_one_answer():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL=postgres://… (make test starts one)")
    person, twins = PersonFactory(), 12
    gate, answers = threading.Barrier(twins), []
    key = str(uuid4())

    def act():
        Person.objects.filter(pk=person.pk).update(display_name=f"{Person.objects.get(pk=person.pk).display_name}x")
        return {"uid": str(uuid4())}

    def send():
        gate.wait()
        answers.append(once(person=person, scope="s", key=key, body={"a": 1}, act=act, at=AT)["uid"])
        connections.close_all()

    name = person.display_name
    threads = [threading.Thread(target=send) for _twin in range(twins)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == twins
    assert len(set(answers)) == 1
    person.refresh_from_db()
    assert person.display_name == f"{name}x"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_twin_takes_over_where_the_first_was_refused():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL=postgres://… (make test starts one)")
    person = PersonFactory()
    first_acts, let_go, outcomes = threading.Event(), threading.Event(), {}

    def refuse():
        first_acts.set()
        let_go.wait(10)
        raise Refused

    def first():
        try:
            once(person=person, scope="s", key="k", body={}, act=refuse, at=AT)
        except Refused:
            outcomes["first"] = "refused"
        connections.close_all()

    def second():
        outcomes["second"] = once(person=person, scope="s", key="k", body={}, act=lambda: {"by": "second"}, at=AT)
        connections.close_all()

    one, two = threading.Thread(target=first), threading.Thread(target=second)
    one.start()
    assert first_acts.wait(10)
    two.start()
    let_go.set()
    one.join(20)
    two.join(20)
    assert outcomes == {"first": "refused", "second": {"by": "second"}}
