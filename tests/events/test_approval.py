"""Requests that the team examines: a seat, a place in line, or a refusal with its reason."""

import pytest
from django.utils import translation

from events import actions
from events.choices import RegistrationState
from events.errors import MeetingError, NoRoom, NotAllowed, RegistrationRefused
from kernel.audit.queries import history_of
from kernel.mail.models import Mail
from tests.events.test_registering import sign_up
from tests.factories.events import DAY, NOW, MeetingFactory, manager, member

pytestmark = pytest.mark.django_db

State = RegistrationState


def letters(registration):
    mails = Mail.objects.filter(person=registration.person).order_by("pk")
    return [mail.letter.removeprefix("events.") for mail in mails]


def test_a_request_takes_no_seat_until_it_is_approved():
    meeting = MeetingFactory(approval=True, quotas={"local": 1})
    first, second = sign_up(meeting), sign_up(meeting)
    assert [first.state, second.state] == [State.REQUESTED, State.REQUESTED]
    assert letters(first) == ["registration_requested"]
    assert Mail.objects.filter(person=first.person).order_by("pk").last().calendar == ""
    approved = actions.approve(registration=second, by=manager(), at=NOW + DAY)
    assert approved.is_confirmed
    assert letters(second) == ["registration_requested", "registration_confirmed"]


def test_an_approved_request_without_a_seat_joins_the_end_of_the_line():
    meeting = MeetingFactory(approval=True, quotas={"local": 1})
    requests = [sign_up(meeting, at=NOW) for _ in range(3)]
    by = manager()
    actions.approve(registration=requests[2], by=by, at=NOW + DAY)
    later = actions.approve(registration=requests[1], by=by, at=NOW + 2 * DAY)
    last = actions.approve(registration=requests[0], by=by, at=NOW + 3 * DAY)
    assert [later.state, last.state] == [State.WAITING, State.WAITING]
    assert later.waitlisted_at == NOW + 2 * DAY < last.waitlisted_at
    actions.withdraw(registration=requests[2], by=requests[2].person, at=NOW + 4 * DAY)
    later.refresh_from_db()
    assert later.is_offered


def test_approving_twice_is_one_approval():
    registration, by = sign_up(MeetingFactory(approval=True)), manager()
    first = actions.approve(registration=registration, by=by, at=NOW)
    again = actions.approve(registration=registration, by=by, at=NOW + DAY)
    assert again.state_changed_at == first.state_changed_at
    assert letters(registration).count("registration_confirmed") == 1
    assert [entry.verb for entry in history_of(registration)] == ["events.approved", "events.registered"]


def test_a_refusal_says_why_in_the_language_in_which_it_was_written():
    registration = sign_up(MeetingFactory(approval=True))
    with translation.override("ar"):
        actions.refuse(registration=registration, by=manager(), reason=" الأماكن محدودة ", at=NOW)
    registration.refresh_from_db()
    assert (registration.state, registration.reason, registration.reason_language) == (
        State.REFUSED,
        "الأماكن محدودة",
        "ar",
    )
    mail = Mail.objects.filter(person=registration.person).order_by("pk").last()
    assert (mail.letter, mail.context["reason"]) == ("events.registration_refused", "الأماكن محدودة")


def test_a_refusal_without_a_reason_is_not_one():
    registration = sign_up(MeetingFactory(approval=True))
    with pytest.raises(MeetingError, match="Dites pourquoi"):
        actions.refuse(registration=registration, by=manager(), reason="  ", at=NOW)
    registration.refresh_from_db()
    assert registration.state == State.REQUESTED


@pytest.mark.parametrize("act", [actions.approve, lambda **more: actions.refuse(reason="Non", **more)])
def test_only_the_team_decides(act):
    registration = sign_up(MeetingFactory(approval=True))
    for stranger in (registration.person, member()):
        with pytest.raises(NotAllowed):
            act(registration=registration, by=stranger, at=NOW)


def test_what_is_no_longer_a_request_is_not_decided():
    registration, by = sign_up(MeetingFactory(approval=True)), manager()
    actions.withdraw(registration=registration, by=registration.person, at=NOW)
    with pytest.raises(RegistrationRefused):
        actions.approve(registration=registration, by=by, at=NOW)
    confirmed = sign_up(MeetingFactory())
    with pytest.raises(RegistrationRefused):
        actions.refuse(registration=confirmed, by=by, reason="Non", at=NOW)


def test_a_refused_person_may_ask_again_on_a_new_row():
    meeting = MeetingFactory(approval=True)
    registration = sign_up(meeting)
    actions.refuse(registration=registration, by=manager(), reason="Non", at=NOW)
    again = sign_up(meeting, registration.person, at=NOW + DAY)
    assert (again.state, again.pk != registration.pk) == (State.REQUESTED, True)


def test_the_team_itself_registers_people_without_an_examination():
    assert sign_up(MeetingFactory(approval=True), by=manager()).is_confirmed


def test_without_a_waiting_list_an_approval_needs_a_seat():
    meeting, by = MeetingFactory(approval=True, quotas={"local": 1}, waiting_list=False), manager()
    first, second = sign_up(meeting), sign_up(meeting)
    actions.approve(registration=first, by=by, at=NOW)
    with pytest.raises(NoRoom, match="est prise"):
        actions.approve(registration=second, by=by, at=NOW)
    second.refresh_from_db()
    assert second.state == State.REQUESTED
