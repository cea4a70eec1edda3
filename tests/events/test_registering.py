"""Registering: a seat or a place in line, once, under a checked voice; giving it back; taking the next in line."""

import pytest
from django.db import IntegrityError, transaction

from actors.choices import Constituency, MembershipState
from actors.queries import speaking_as_citizen, voices_of
from events import actions
from events.choices import MeetingState, RegistrationState
from events.errors import NoRoom, NotAllowed, RegistrationRefused
from events.models import Meeting, Registration
from kernel.audit.queries import history_of
from kernel.mail.models import Mail
from kernel.notifications.models import Notification
from kernel.requests.errors import KeyReused
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager, member

pytestmark = pytest.mark.django_db


def sign_up(meeting, person=None, *, voice=None, by=None, at=NOW, **more):
    person = person or member()
    fields = {"mode": "online", "listening_language": "fr", "needs": "", "key": "", **more}
    return actions.register(
        meeting=meeting, person=person, voice=voice or voices_of(person)[0], by=by or person, at=at, **fields
    )


def test_a_verified_local_authority_gets_a_seat_and_keeps_its_voice():
    person = member(south=True)
    registration = sign_up(MeetingFactory(quotas={"local": 1}), person, needs=" boucle magnétique ")
    assert registration.state == RegistrationState.CONFIRMED
    assert (registration.constituency, registration.shore) == ("local", "south")
    assert registration.organisation == voices_of(person)[0].organisation
    assert registration.needs == "boucle magnétique"
    assert registration.waitlisted_at is None


def test_a_later_change_of_organisation_rewrites_no_registration():
    person = member()
    registration = sign_up(MeetingFactory(), person)
    registration.organisation.constituency = Constituency.RESEARCH
    registration.organisation.save()
    registration.refresh_from_db()
    assert registration.constituency == "local"


def test_a_full_quota_puts_its_own_constituency_in_line_and_no_other():
    meeting = MeetingFactory(quotas={"local": 1, "national": 1})
    sign_up(meeting)
    second = sign_up(meeting)
    other = sign_up(meeting, member(Constituency.NATIONAL))
    assert (second.state, second.waitlisted_at) == (RegistrationState.WAITING, NOW)
    assert other.state == RegistrationState.CONFIRMED


def test_the_whole_meeting_may_be_full_while_a_quota_is_not():
    meeting = MeetingFactory(capacity=1, quotas={"local": 5})
    sign_up(meeting)
    assert sign_up(meeting).state == RegistrationState.WAITING


def test_a_freed_seat_goes_to_nobody_who_did_not_wait():
    meeting = MeetingFactory(quotas={"local": 1})
    first, waiting = sign_up(meeting), sign_up(meeting)
    actions.withdraw(registration=first, by=first.person, at=NOW)
    assert sign_up(meeting).state == RegistrationState.WAITING
    assert actions.confirm_from_waiting_list(registration=waiting, by=manager(), at=NOW).is_confirmed


def test_a_double_click_gives_the_same_registration_and_one_letter():
    meeting, person = MeetingFactory(), member()
    key = "0b1f6d0a-2f5c-4a43-9c3e-0d1b6c6c1c11"
    first = sign_up(meeting, person, key=key)
    again = sign_up(meeting, person, key=key)
    without_key = sign_up(meeting, person)
    assert first == again == without_key
    assert Mail.objects.filter(letter="events.registration_confirmed").count() == 1


def test_a_key_sent_with_another_body_is_refused():
    meeting, person = MeetingFactory(), member()
    key = "0b1f6d0a-2f5c-4a43-9c3e-0d1b6c6c1c12"
    sign_up(meeting, person, key=key)
    with pytest.raises(KeyReused):
        sign_up(meeting, person, key=key, needs="autre chose")


def test_the_database_refuses_two_live_registrations_of_one_person():
    first = RegistrationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(meeting=first.meeting, person=first.person)
    RegistrationFactory(meeting=first.meeting, person=first.person, state=RegistrationState.WITHDRAWN)


def test_whoever_withdrew_may_register_again_on_a_row_of_its_own():
    meeting, person = MeetingFactory(quotas={"local": 1}), member()
    first = sign_up(meeting, person)
    actions.withdraw(registration=first, by=person, at=NOW)
    second = sign_up(meeting, person, at=NOW + DAY)
    assert second.pk != first.pk
    assert second.is_confirmed
    assert second.created_at == NOW + DAY


def test_withdrawing_twice_is_one_withdrawal():
    registration = sign_up(MeetingFactory())
    actions.withdraw(registration=registration, by=registration.person, at=NOW)
    again = actions.withdraw(registration=registration, by=registration.person, at=NOW + DAY)
    assert again.state_changed_at == NOW
    assert Mail.objects.filter(letter="events.registration_withdrawn").count() == 1


@pytest.mark.parametrize(
    ("meeting", "at", "words"),
    [
        ({"draft": True}, NOW, "pas ouvertes"),
        ({"state": MeetingState.CANCELLED, "state_reason": "Grève"}, NOW, "annulée"),
        ({"state": MeetingState.POSTPONED}, NOW, "reportée"),
        ({"registration_opens_at": NOW + DAY}, NOW, "ouvrent le 21 novembre 2026"),
        ({"registration_closes_at": NOW - DAY}, NOW, "closes depuis le 19 novembre 2026"),
        ({}, NOW + 30 * DAY, "a commencé"),
    ],
)
def test_outside_its_window_nobody_registers_and_the_reason_is_given(meeting, at, words):
    with pytest.raises(RegistrationRefused, match=words):
        sign_up(MeetingFactory(**meeting), at=at)
    assert not Registration.objects.exists()


def test_the_closing_minute_is_still_open():
    meeting = MeetingFactory(registration_closes_at=NOW)
    assert sign_up(meeting, at=NOW.replace(second=59)).is_confirmed


def test_without_a_verified_organisation_nobody_registers():
    person = PersonFactory()
    MembershipFactory(person=person, state=MembershipState.REQUESTED, decided_at=None)
    with pytest.raises(RegistrationRefused, match="membres vérifiés"):
        sign_up(MeetingFactory(), person, voice=speaking_as_citizen(person))


def test_citizens_register_where_the_meeting_is_open_to_them():
    person = PersonFactory()
    registration = sign_up(MeetingFactory(open_to=["citizens"]), person)
    assert (registration.constituency, registration.organisation) == ("citizens", None)


def test_a_constituency_that_the_meeting_does_not_invite_stays_out():
    with pytest.raises(RegistrationRefused):
        sign_up(MeetingFactory(open_to=["national"]))


def test_an_unconfirmed_address_comes_first():
    person = PersonFactory(confirmed=False)
    MembershipFactory(person=person)
    with pytest.raises(RegistrationRefused, match="Confirmez d’abord"):
        sign_up(MeetingFactory(), person)


def test_nobody_registers_for_an_organisation_that_is_not_theirs():
    stranger = voices_of(member())[0]
    with pytest.raises(RegistrationRefused, match="au nom de cette organisation"):
        sign_up(MeetingFactory(), member(), voice=stranger)


@pytest.mark.parametrize("wish", [{"mode": "in_person"}, {"listening_language": "es"}, {"mode": "by carrier pigeon"}])
def test_what_the_meeting_does_not_offer_is_refused(wish):
    with pytest.raises(RegistrationRefused):
        sign_up(MeetingFactory(), **wish)


def test_only_oneself_or_the_team_registers_a_person():
    person = member()
    with pytest.raises(NotAllowed):
        sign_up(MeetingFactory(), person, by=member())
    assert sign_up(MeetingFactory(), person, by=manager()).person == person


def test_only_oneself_or_the_team_withdraws():
    registration = sign_up(MeetingFactory())
    with pytest.raises(NotAllowed):
        actions.withdraw(registration=registration, by=member(), at=NOW)
    assert actions.withdraw(registration=registration, by=manager(), at=NOW).state == RegistrationState.WITHDRAWN


def test_nothing_is_withdrawn_after_the_end():
    registration = RegistrationFactory(meeting=MeetingFactory(past=True))
    with pytest.raises(NotAllowed):
        actions.withdraw(registration=registration, by=registration.person, at=NOW)


def test_the_next_in_line_is_confirmed_by_the_team_when_there_is_room():
    meeting = MeetingFactory(quotas={"local": 1})
    first, second = sign_up(meeting), sign_up(meeting)
    with pytest.raises(NoRoom):
        actions.confirm_from_waiting_list(registration=second, by=manager(), at=NOW)
    with pytest.raises(NotAllowed):
        actions.confirm_from_waiting_list(registration=second, by=second.person, at=NOW)
    actions.withdraw(registration=first, by=first.person, at=NOW)
    seated = actions.confirm_from_waiting_list(registration=second, by=manager(), at=NOW)
    assert seated.is_confirmed
    assert actions.confirm_from_waiting_list(registration=second, by=manager(), at=NOW) == seated
    assert Mail.objects.filter(letter="events.registration_confirmed", person=second.person).count() == 1


def test_someone_who_left_the_list_is_not_confirmed():
    meeting = MeetingFactory(quotas={"local": 1})
    sign_up(meeting)
    waiting = sign_up(meeting)
    actions.withdraw(registration=waiting, by=waiting.person, at=NOW)
    with pytest.raises(RegistrationRefused):
        actions.confirm_from_waiting_list(registration=waiting, by=manager(), at=NOW)


def test_letters_leave_only_once_the_seat_is_saved(django_capture_on_commit_callbacks, mailoutbox):
    meeting = MeetingFactory()
    with django_capture_on_commit_callbacks() as waiting:
        sign_up(meeting)
    assert waiting
    assert not mailoutbox


def test_a_refused_registration_leaves_nothing_behind():
    with pytest.raises(RegistrationRefused):
        sign_up(MeetingFactory(registration_closes_at=NOW - DAY), key="0b1f6d0a-2f5c-4a43-9c3e-0d1b6c6c1c13")
    assert (Mail.objects.count(), Notification.objects.count(), Registration.objects.count()) == (0, 0, 0)


def test_every_step_is_in_the_journal_and_told_to_the_person():
    meeting = MeetingFactory()
    registration = sign_up(meeting)
    actions.withdraw(registration=registration, by=registration.person, at=NOW)
    assert [entry.verb for entry in history_of(registration)] == ["events.withdrew", "events.registered"]
    kinds = Notification.objects.filter(person=registration.person).values_list("kind", flat=True)
    assert sorted(kinds) == ["events.registration_confirmed", "events.registration_withdrawn"]


def test_unlimited_meetings_take_everyone():
    meeting = MeetingFactory()
    assert {sign_up(meeting).state for _ in range(3)} == {RegistrationState.CONFIRMED}
    assert Meeting.objects.get(pk=meeting.pk).seats_rev == 3


def test_an_organisation_without_country_counts_on_no_shore():
    registration = sign_up(MeetingFactory(), MembershipFactory(organisation=OrganisationFactory(country=None)).person)
    assert registration.shore == ""
