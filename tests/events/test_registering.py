"""Registering: a seat or a place in line, once, under a checked voice; giving it back; taking the next in line."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from actors.choices import Constituency, MembershipRole, MembershipState
from actors.queries import speaking_as_citizen, voices_of
from events import actions
from events.choices import MeetingState, Opening, RegistrationState
from events.errors import NoRoom, NotAllowed, RegistrationRefused
from events.models import Meeting, Quota, Registration
from kernel.audit.queries import history_of
from kernel.mail.models import Mail
from kernel.notifications.models import Notification
from kernel.requests.errors import KeyReused
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager, member

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


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


def colleagues(**membership):
    """Two verified members of one organisation."""
    organisation = OrganisationFactory(constituency=Constituency.LOCAL)
    first = MembershipFactory(organisation=organisation, person=PersonFactory(), **membership).person
    return first, MembershipFactory(organisation=organisation, person=PersonFactory()).person


@pytest.mark.parametrize("role", [MembershipRole.MEMBER, MembershipRole.FOCAL_POINT])
def test_a_colleague_of_the_same_organisation_is_registered_and_hears_of_it(role):
    by, colleague = colleagues(role=role)
    registration = sign_up(MeetingFactory(), colleague, by=by)
    assert (registration.person, registration.registered_by) == (colleague, by)
    mail = Mail.objects.get(letter="events.registration_confirmed")
    assert mail.to == colleague.email
    assert mail.context["asked_by"] == by.display_name
    withdrawn = actions.withdraw(registration=registration, by=colleague, at=NOW)
    assert withdrawn.state == RegistrationState.WITHDRAWN


def test_whoever_registers_themselves_was_registered_by_nobody_else():
    assert sign_up(MeetingFactory()).registered_by is None


def test_a_colleague_who_left_the_organisation_registers_nobody():
    by, colleague = colleagues()
    by.memberships.update(state=MembershipState.WITHDRAWN)
    with pytest.raises(NotAllowed):
        sign_up(MeetingFactory(), colleague, by=by)


def test_a_colleague_cannot_speak_for_someone_under_another_voice():
    by, colleague = colleagues()
    MembershipFactory(organisation=OrganisationFactory(constituency=Constituency.NATIONAL), person=colleague)
    for voice in voices_of(colleague)[1:]:
        with pytest.raises(NotAllowed):
            sign_up(MeetingFactory(open_to=["local", "national", "citizens"]), colleague, voice=voice, by=by)


def test_whoever_is_no_member_is_not_registered_in_its_name():
    by, _colleague = colleagues()
    stranger = member()
    with pytest.raises(RegistrationRefused, match="au nom de cette organisation"):
        sign_up(MeetingFactory(), stranger, voice=voices_of(by)[0], by=by)


def test_what_stands_against_a_colleague_is_said_of_them():
    by, colleague = colleagues()
    colleague.emailaddress_set.update(verified=False)
    with pytest.raises(RegistrationRefused, match="Cette personne n’a pas encore confirmé"):
        sign_up(MeetingFactory(), colleague, by=by)


def test_whoever_registered_a_colleague_takes_it_back_while_they_belong_there():
    by, colleague = colleagues()
    first = sign_up(MeetingFactory(), colleague, by=by)
    assert actions.withdraw(registration=first, by=by, at=NOW).state == RegistrationState.WITHDRAWN
    second = sign_up(MeetingFactory(), colleague, by=by)
    by.memberships.update(state=MembershipState.WITHDRAWN)
    with pytest.raises(NotAllowed):
        actions.withdraw(registration=second, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        edit(second, by=by, needs="rien")


def edit(registration, *, by=None, at=NOW, key="", **wishes):
    return actions.edit_registration(
        registration=registration, by=by or registration.person, wishes=wishes, at=at, key=key
    )


def test_answers_are_changed_until_the_date_set_and_the_person_hears_of_it():
    registration = sign_up(MeetingFactory(edit_until=NOW + DAY))
    key = "0b1f6d0a-2f5c-4a43-9c3e-0d1b6c6c1c21"
    for _ in range(2):
        changed = edit(registration, needs=" boucle ", listening_language="ar", at=NOW + DAY, key=key)
    assert (changed.needs, changed.listening_language, changed.state) == ("boucle", "ar", RegistrationState.CONFIRMED)
    assert Mail.objects.filter(letter="events.registration_changed").count() == 1
    with pytest.raises(NotAllowed, match="plus être modifiée"):
        edit(registration, needs="autre", at=NOW + DAY + DAY)
    assert edit(registration, by=manager(), needs="autre", at=NOW + 2 * DAY).needs == "autre"


def test_only_the_person_and_the_team_change_what_was_answered():
    registration = sign_up(MeetingFactory())
    with pytest.raises(NotAllowed):
        edit(registration, by=member(), needs="x")


def test_an_edit_that_changes_nothing_says_nothing():
    registration = sign_up(MeetingFactory())
    assert edit(registration, needs="").rev == registration.rev
    assert not Mail.objects.filter(letter="events.registration_changed").exists()


@pytest.mark.parametrize("wish", [{"mode": "in_person"}, {"listening_language": "es"}, {"listed": "public"}])
def test_an_edit_asks_for_nothing_that_the_meeting_does_not_offer(wish):
    registration = sign_up(MeetingFactory())
    with pytest.raises(RegistrationRefused):
        edit(registration, **wish)


def test_coming_in_another_way_takes_a_seat_there_and_serves_the_line_here():
    meeting = MeetingFactory(hybrid=True)
    Quota.objects.create(meeting=meeting, mode="online", size=1)
    Quota.objects.create(meeting=meeting, mode="in_person", size=1)
    online, room = sign_up(meeting), sign_up(meeting, mode="in_person")
    waiting = sign_up(meeting)
    with pytest.raises(NoRoom, match="reste comme elle était"):
        edit(online, mode="in_person")
    online.refresh_from_db()
    assert (online.mode, online.state) == ("online", RegistrationState.CONFIRMED)
    actions.withdraw(registration=room, by=room.person, at=NOW)
    sequence = Meeting.objects.get(pk=meeting.pk).ics_sequence
    assert edit(online, mode="in_person").is_confirmed
    mail = Mail.objects.get(letter="events.registration_changed")
    assert f"SEQUENCE:{sequence + 1}" in mail.calendar
    waiting.refresh_from_db()
    assert waiting.is_offered


def test_nobody_moves_past_those_who_wait_for_the_room():
    meeting = MeetingFactory(hybrid=True, promotion="by_hand")
    quota = Quota.objects.create(meeting=meeting, mode="in_person", size=1)
    online, room = sign_up(meeting), sign_up(meeting, mode="in_person")
    sign_up(meeting, mode="in_person")
    actions.withdraw(registration=room, by=room.person, at=NOW)
    with pytest.raises(NoRoom, match="chacune à son tour"):
        edit(online, mode="in_person")
    assert quota.size == 1


def test_whoever_waits_keeps_their_rank_when_they_change_their_answers():
    meeting = MeetingFactory(quotas={"local": 1})
    sign_up(meeting)
    waiting = sign_up(meeting)
    assert edit(waiting, needs="boucle").waitlisted_at == waiting.waitlisted_at


@pytest.mark.parametrize(
    ("attendee_list", "listed", "is_allowed"),
    [
        ("nobody", "none", True),
        ("nobody", "participants", False),
        ("participants", "participants", True),
        ("participants", "public", False),
        ("public", "participants", True),
        ("public", "public", True),
    ],
)
def test_a_consent_is_at_most_as_wide_as_the_meeting_s_list(attendee_list, listed, is_allowed):
    meeting = MeetingFactory(attendee_list=attendee_list)
    registration = sign_up(meeting)
    if is_allowed:
        assert sign_up(meeting, listed=listed).listed == listed
        changed = actions.change_listing(registration=registration, by=registration.person, listed=listed, at=NOW)
        assert changed.listed == listed
        return
    for act in (
        lambda: sign_up(meeting, listed=listed),
        lambda: actions.change_listing(registration=registration, by=registration.person, listed=listed, at=NOW),
    ):
        with pytest.raises(RegistrationRefused, match="ne va pas jusque-là"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(listed=listed)


def test_nobody_consents_for_another():
    registration = sign_up(MeetingFactory(attendee_list="public"))
    with pytest.raises(NotAllowed):
        actions.change_listing(registration=registration, by=manager(), listed="public", at=NOW)


def test_a_narrower_list_narrows_consents_and_a_wider_one_widens_none():
    meeting = MeetingFactory(attendee_list="public")
    wide, middle, none = (sign_up(meeting, listed=listed) for listed in ("public", "participants", "none"))

    def set_list(value):
        changed = Meeting.objects.get(pk=meeting.pk)
        changed.attendee_list = value
        actions.change_meeting(meeting=changed, by=manager(), at=NOW)
        return [Registration.objects.get(pk=r.pk).listed for r in (wide, middle, none)]

    assert set_list("participants") == ["participants", "participants", "none"]
    assert set_list("nobody") == ["none", "none", "none"]
    assert set_list("public") == ["none", "none", "none"]
    assert set(Registration.objects.values_list("list_ceiling", flat=True)) == {"public"}


def test_without_a_waiting_list_a_full_meeting_says_why_and_takes_nobody():
    meeting = MeetingFactory(quotas={"local": 1}, waiting_list=False)
    sign_up(meeting)
    with pytest.raises(NoRoom, match=r"est prise\. Cette rencontre n’a pas de liste d’attente"):
        sign_up(meeting)


def test_the_team_closes_registration_and_reopens_it():
    meeting, by = MeetingFactory(quotas={"local": 1}), manager()
    seated, waiting = sign_up(meeting), sign_up(meeting)
    with pytest.raises(NotAllowed):
        actions.close_registrations(meeting=meeting, by=member(), at=NOW)
    for _ in range(2):
        actions.close_registrations(meeting=meeting, by=by, at=NOW)
    with pytest.raises(RegistrationRefused, match="L’équipe a fermé"):
        sign_up(meeting)
    actions.withdraw(registration=seated, by=seated.person, at=NOW)
    waiting.refresh_from_db()
    assert waiting.is_waiting
    assert actions.reopen_registrations(meeting=meeting, by=by, at=NOW).opening == Opening.BY_DATES
    waiting.refresh_from_db()
    assert waiting.is_offered
    assert [entry.verb for entry in history_of(meeting)] == [
        "events.registrations_reopened",
        "events.registrations_closed",
    ]


def test_reopened_after_its_closing_date_registration_lasts_until_the_start():
    meeting = MeetingFactory(registration_closes_at=NOW - DAY)
    assert actions.reopen_registrations(meeting=meeting, by=manager(), at=NOW).opening == Opening.OPEN
    assert sign_up(meeting, at=meeting.starts_at - HOUR).is_confirmed
    with pytest.raises(RegistrationRefused, match="a commencé"):
        sign_up(meeting, at=meeting.starts_at)


def test_the_form_that_was_open_meanwhile_reopens_nothing():
    meeting, by = MeetingFactory(quotas={"local": 3}), manager()
    stale = Meeting.objects.get(pk=meeting.pk)
    stale.quotas = [stale.quotas.get()]
    actions.close_registrations(meeting=meeting, by=by, at=NOW)
    actions.close_quota(quota=meeting.quotas.get(), by=by, at=NOW)
    actions.change_meeting(meeting=stale, by=by, at=NOW)
    found = Meeting.objects.get(pk=meeting.pk)
    assert (found.opening, found.quotas.get().closed) == (Opening.CLOSED, True)


def test_a_closed_quota_puts_its_own_in_line_until_it_reopens():
    meeting, by = MeetingFactory(quotas={"local": 5, "national": 5}), manager()
    quota = meeting.quotas.get(constituency="local")
    with pytest.raises(NotAllowed):
        actions.close_quota(quota=quota, by=member(), at=NOW)
    actions.close_quota(quota=quota, by=by, at=NOW)
    waiting, other = sign_up(meeting), sign_up(meeting, member(Constituency.NATIONAL))
    assert [waiting.state, other.state] == [RegistrationState.WAITING, RegistrationState.CONFIRMED]
    assert actions.confirm_from_waiting_list(registration=sign_up(meeting), by=by, at=NOW).is_confirmed
    actions.reopen_quota(quota=quota, by=by, at=NOW)
    waiting.refresh_from_db()
    assert waiting.is_offered


def test_a_quota_may_close_itself_once_it_is_full_and_stays_so():
    meeting, by = MeetingFactory(quotas={"local": 1}), manager()
    Quota.objects.update(closes_when_full=True)
    seated = sign_up(meeting)
    quota = meeting.quotas.get()
    assert quota.closed
    waiting = sign_up(meeting)
    actions.withdraw(registration=seated, by=seated.person, at=NOW)
    waiting.refresh_from_db()
    assert waiting.is_waiting
    actions.reopen_quota(quota=quota, by=by, at=NOW)
    waiting.refresh_from_db()
    quota.refresh_from_db()
    assert (waiting.is_offered, quota.closed) == (True, True)
